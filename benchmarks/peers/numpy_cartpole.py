# CartPole in NumPy, all worlds at once, by the contract of Tandem's vector worlds: actions checked, a step limit, resets
# within the step, final observations kept, both flags, float64 inside and float32 observations. Prints steps a second.
import sys, time
import numpy as np

WORLDS, LIMIT, BATCHES, SECONDS = 1024, 500, 8, 1.0
GRAVITY, POLE_MASS, TOTAL_MASS, HALF_POLE, PUSH, STEP = 9.8, 0.1, 1.1, 0.5, 10.0, 0.02
POLE_MOMENT, TRACK, FALL = POLE_MASS * HALF_POLE, 2.4, 12 * 2 * np.pi / 360


class CartPoles:
    def __init__(self, worlds, seed):
        self.worlds, self.random = worlds, np.random.default_rng(seed)
        self.state = self.start(worlds)
        self.taken = np.zeros(worlds, dtype=np.int32)
        self.current = self.state.T.astype(np.float32)
        self.final = np.zeros_like(self.current)
        self.rewards = np.zeros(worlds)

    def start(self, worlds):
        return self.random.uniform(-0.05, 0.05, (4, worlds))

    def step(self, actions):
        if actions.shape != (self.worlds,) or actions.min() < 0 or actions.max() > 1:
            raise ValueError("an action is not 0 or 1")
        place, velocity, angle, turning = self.state
        force = np.where(actions == 1, PUSH, -PUSH)
        sine, cosine = np.sin(angle), np.cos(angle)
        pull = (force + POLE_MOMENT * turning**2 * sine) / TOTAL_MASS
        angular = (GRAVITY * sine - cosine * pull) / (HALF_POLE * (4.0 / 3.0 - POLE_MASS * cosine**2 / TOTAL_MASS))
        linear = pull - POLE_MOMENT * angular * cosine / TOTAL_MASS
        self.state = np.stack((place + STEP * velocity, velocity + STEP * linear, angle + STEP * turning, turning + STEP * angular))
        self.taken += 1
        self.terminated = (np.abs(self.state[0]) > TRACK) | (np.abs(self.state[2]) > FALL)
        self.truncated = self.taken >= LIMIT
        self.rewards = np.ones(self.worlds)
        ended = np.flatnonzero(self.terminated | self.truncated)
        self.current = self.state.T.astype(np.float32)
        if ended.size:
            self.final[ended] = self.current[ended]
            self.state[:, ended] = self.start(ended.size)
            self.current[ended] = self.state[:, ended].T
            self.taken[ended] = 0


def main(seconds):
    worlds = CartPoles(WORLDS, seed=0)
    random = np.random.default_rng(1)
    batches = [random.integers(0, 2, WORLDS) for _ in range(BATCHES)]
    for step in range(200):
        worlds.step(batches[step % BATCHES])
    steps, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        for step in range(100):
            worlds.step(batches[step % BATCHES])
        steps += 100
    elapsed = time.perf_counter() - begun
    print(f"worlds={WORLDS} steps/s={steps * WORLDS / elapsed:.0f} numpy={np.__version__}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
