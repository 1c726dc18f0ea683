# PPO in PyTorch on CartPole with the settings of CleanRL's ppo.py (own code): four worlds in NumPy by Gymnasium's rules,
# 4 x 128 steps, four minibatches, four epochs. Prints the seconds of the whole training, imports left out.
import sys, time
import numpy as np, torch
import torch.nn as nn
from numpy_cartpole import CartPoles

torch.set_num_threads(1)
WORLDS, HORIZON, MINIBATCHES, EPOCHS, STEPS = 4, 128, 4, 4, 500_000
RATE, GAMMA, LAMBDA, CLIP, ENTROPY, VALUE, NORM = 2.5e-4, 0.99, 0.95, 0.2, 0.01, 0.5, 0.5


def layer(inputs, outputs, gain=2**0.5):
    linear = nn.Linear(inputs, outputs)
    nn.init.orthogonal_(linear.weight, gain)
    nn.init.constant_(linear.bias, 0.0)
    return linear


def perceptron(outputs, gain):
    return nn.Sequential(layer(4, 64), nn.Tanh(), layer(64, 64), nn.Tanh(), layer(64, outputs, gain))


def main(seed, steps):
    begun = time.perf_counter()
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    worlds = CartPoles(WORLDS, seed)
    policy, critic = perceptron(2, 0.01), perceptron(1, 1.0)
    parameters = [*policy.parameters(), *critic.parameters()]
    optimiser = torch.optim.Adam(parameters, lr=RATE, eps=1e-5)
    batch, minibatch = WORLDS * HORIZON, WORLDS * HORIZON // MINIBATCHES
    updates = steps // batch
    seen = torch.zeros(HORIZON, WORLDS, 4)
    actions, logs, values = torch.zeros(HORIZON, WORLDS), torch.zeros(HORIZON, WORLDS), torch.zeros(HORIZON, WORLDS)
    rewards, ended = np.zeros((HORIZON, WORLDS), np.float32), np.zeros((HORIZON, WORLDS), np.float32)
    lengths, returns = np.zeros(WORLDS), []
    for update in range(updates):
        optimiser.param_groups[0]["lr"] = RATE * (1 - update / updates)
        for t in range(HORIZON):
            seen[t] = torch.from_numpy(worlds.current)
            with torch.no_grad():
                choice = torch.distributions.Categorical(logits=policy(seen[t]))
                action = choice.sample()
                values[t], logs[t] = critic(seen[t]).flatten(), choice.log_prob(action)
            actions[t] = action
            worlds.step(action.numpy())
            rewards[t] = worlds.rewards
            ended[t] = worlds.terminated | worlds.truncated
            lengths += 1
            for world in np.flatnonzero(ended[t]):
                returns.append(lengths[world])
                lengths[world] = 0
        with torch.no_grad():
            following = critic(torch.from_numpy(worlds.current)).flatten()
            advantages, running = torch.zeros(HORIZON, WORLDS), torch.zeros(WORLDS)
            goes_on, earned = torch.from_numpy(1 - ended), torch.from_numpy(rewards)
            for t in reversed(range(HORIZON)):
                delta = earned[t] + GAMMA * following * goes_on[t] - values[t]
                running = delta + GAMMA * LAMBDA * goes_on[t] * running
                advantages[t], following = running, values[t]
            targets = advantages + values
        flat_seen, flat_actions, flat_logs = seen.reshape(batch, 4), actions.flatten(), logs.flatten()
        flat_advantages, flat_targets, flat_values = advantages.flatten(), targets.flatten(), values.flatten()
        for _ in range(EPOCHS):
            order = random.permutation(batch)
            for start in range(0, batch, minibatch):
                rows = order[start:start + minibatch]
                choice = torch.distributions.Categorical(logits=policy(flat_seen[rows]))
                ratio = (choice.log_prob(flat_actions[rows]) - flat_logs[rows]).exp()
                part = flat_advantages[rows]
                part = (part - part.mean()) / (part.std() + 1e-8)
                policy_loss = torch.max(-part * ratio, -part * ratio.clamp(1 - CLIP, 1 + CLIP)).mean()
                value = critic(flat_seen[rows]).flatten()
                clipped = flat_values[rows] + (value - flat_values[rows]).clamp(-CLIP, CLIP)
                value_loss = 0.5 * torch.max((value - flat_targets[rows])**2, (clipped - flat_targets[rows])**2).mean()
                loss = policy_loss - ENTROPY * choice.entropy().mean() + VALUE * value_loss
                optimiser.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(parameters, NORM)
                optimiser.step()
    seconds, done = time.perf_counter() - begun, updates * batch
    print(f"seed={seed} steps={done} seconds={seconds:.3f} steps/s={done / seconds:.0f} last100={np.mean(returns[-100:]):.1f} torch={torch.__version__}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0, int(sys.argv[2]) if len(sys.argv) > 2 else STEPS)
