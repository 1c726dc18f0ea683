#!/usr/bin/env python3
"""What a user would run instead: PyTorch eager, one training step of a Decision Transformer on the CPU.

nn.TransformerEncoder with a causal mask over (return, observation, action) tokens: d 128, 3 layers, 1 head, ffn 512, ReLU,
batch 64 x 20 steps, 4 observed numbers, 2 choices, AdamW, gradients clipped to 0.25.
Prints milliseconds a step (medians) for float32 and for bfloat16 autocast.  Needs Debian's python3-torch.
Usage: pytorch_ride_training_step.py [THREADS [DROPOUT]]
"""
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

B, K, W, A, D, T = 64, 20, 4, 2, 128, 500


class DecisionTransformer(nn.Module):
    def __init__(self, dropout):
        super().__init__()
        self.embed_return, self.embed_observation = nn.Linear(1, D), nn.Linear(W, D)
        self.embed_action, self.embed_timestep = nn.Embedding(A, D), nn.Embedding(T, D)
        self.norm, self.drop, self.head = nn.LayerNorm(D), nn.Dropout(dropout), nn.Linear(D, A)
        layer = nn.TransformerEncoderLayer(D, 1, 4 * D, dropout, batch_first=True, norm_first=True)
        self.stack = nn.TransformerEncoder(layer, 3, nn.LayerNorm(D))
        self.register_buffer("causal", torch.triu(torch.full((3 * K, 3 * K), float("-inf")), 1))

    def forward(self, returns, observations, actions, timesteps):
        time_vectors = self.embed_timestep(timesteps)
        tokens = torch.stack((self.embed_return(returns), self.embed_observation(observations), self.embed_action(actions)), 2)
        tokens = (tokens + time_vectors.unsqueeze(2)).reshape(B, 3 * K, D)
        features = self.stack(self.drop(self.norm(tokens)), self.causal)
        return self.head(features.reshape(B, K, 3, D)[:, :, 1])


def training_step(bfloat16, dropout, steps=30, warm_up=6):
    torch.manual_seed(1)
    model = DecisionTransformer(dropout)
    optimizer = torch.optim.AdamW(model.parameters(), 1e-4, weight_decay=1e-4)
    returns, observations = torch.randn(B, K, 1), torch.randn(B, K, W)
    actions, timesteps = torch.randint(0, A, (B, K)), torch.arange(K).expand(B, K)
    seconds = []
    for _ in range(steps):
        start = time.perf_counter()
        optimizer.zero_grad()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16):
            logits = model(returns, observations, actions, timesteps)
        F.cross_entropy(logits.float().reshape(-1, A), actions.reshape(-1)).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 0.25)
        optimizer.step()
        seconds.append(time.perf_counter() - start)
    return sorted(seconds[warm_up:])[(steps - warm_up) // 2]


torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
dropout = float(sys.argv[2]) if len(sys.argv) > 2 else 0.1
print(f"torch {torch.__version__}, {torch.get_num_threads()} threads, dropout {dropout}")
for name, bfloat16 in (("float32", False), ("bfloat16 autocast", True)):
    print(f"{name}: {training_step(bfloat16, dropout) * 1000:.1f} ms a step")
