#!/usr/bin/env python3
"""What a user would run instead: batched beam search in PyTorch eager, with a key/value cache, on the CPU.

Reads the safetensors file of a TokenTransformer (relu, sinusoidal or rotary positions, norm before or after, any tying) and a JSON
file {"begin": id, "end": id, "never": [ids], "sources": [[ids], ...]}; prints sentences per second (the median of its
passes) and writes [{"tokens": [...], "score": x, "ended": true}, ...] in the order of the sources.

The search is the one of Tandem's BeamSearch: an end counts where it ranks among the first `beam` continuations, the score
is log-probability / length^penalty, and a sentence is finished when no unfinished hypothesis can still win.

Nothing is computed twice or for nothing: sentences are sorted by length, memory keys and values are computed once a
sentence and shared by its beams, finished sentences leave the batch, and the cache is copied only where an order changed.

Legend: N sentences, B beam, R = N * B rows, S source length, T length so far, H heads, K width of a head, D width, V tokens.
Needs Debian's python3-torch.
Usage: pytorch_beam_search.py MODEL SOURCES OUTPUT [--threads 2] [--beam 5] [--penalty 1] [--ratio 1.5] [--allowance 10]
       [--batch SENTENCES] [--passes 3]
"""
import argparse
import json
import math
import struct
import time

import torch
from torch.nn import functional as F


def read_safetensors(path):
    with open(path, "rb") as file:
        content = bytearray(file.read())
    size = struct.unpack_from("<Q", content)[0]
    header = json.loads(content[8:8 + size])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        data = torch.frombuffer(content, dtype=torch.float32, offset=8 + size + begin, count=(end - begin) // 4)
        tensors[name] = data.view(entry["shape"])
    return tensors, metadata


def angles(length, width):
    return torch.arange(length, dtype=torch.float64)[:, None] * torch.exp(
        torch.arange(0, width, 2, dtype=torch.float64) * -(math.log(10000) / width))


def sinusoids(length, width):
    turns = angles(length, width)
    return torch.stack([turns.sin(), turns.cos()], -1).flatten(1)[:, :width].float()


def turn(x, cosines, sines):
    """[..., K]: number i is turned with number i + K / 2."""
    first, second = x.chunk(2, -1)
    return torch.cat([first * cosines - second * sines, second * cosines + first * sines], -1)


class Attention:
    def __init__(self, weights, prefix, heads):
        self.heads = heads
        self.weight, self.bias = weights[prefix + "in_proj_weight"], weights[prefix + "in_proj_bias"]
        self.out = weights[prefix + "out_proj.weight"], weights[prefix + "out_proj.bias"]
        self.width = self.weight.shape[1]
        self.scale = (self.width // heads) ** -0.5

    def project(self, x, first, parts):
        """[rows, D] to `parts` of [rows, D]: 0 queries, 1 keys, 2 values."""
        rows = slice(first * self.width, (first + parts) * self.width)
        return F.linear(x, self.weight[rows], self.bias[rows]).split(self.width, -1)

    def mix(self, query, key, value, bias=None):
        """query [G, L, K], key and value [G, S, K], G groups that attend side by side."""
        scores = torch.bmm(query * self.scale, key.transpose(1, 2))
        if bias is not None:
            scores += bias
        return torch.bmm(scores.softmax(-1), value)


class Layer:
    def __init__(self, weights, prefix, heads, before):
        self.before = before
        self.own = Attention(weights, prefix + "self_attn.", heads)
        self.memory = Attention(weights, prefix + "multihead_attn.", heads) if prefix + "multihead_attn.in_proj_weight" in weights else None
        self.norms = [(weights[f"{prefix}norm{i}.weight"], weights[f"{prefix}norm{i}.bias"]) for i in (1, 2, 3) if f"{prefix}norm{i}.weight" in weights]
        self.first = weights[prefix + "linear1.weight"], weights[prefix + "linear1.bias"]
        self.second = weights[prefix + "linear2.weight"], weights[prefix + "linear2.bias"]

    def residual(self, x, index, part):
        weight, bias = self.norms[index]
        if self.before:
            return x + part(F.layer_norm(x, x.shape[-1:], weight, bias))
        return F.layer_norm(x + part(x), x.shape[-1:], weight, bias)

    def feed_forward(self, x):
        return F.linear(F.linear(x, *self.first).relu_(), *self.second)


class Model:
    def __init__(self, path):
        weights, metadata = read_safetensors(path)
        described = json.loads(metadata["transformer"])
        if described["feedForward"] != "relu" or described["positions"] not in ("sinusoidal", "rotary"):
            raise SystemExit("this peer knows relu, and sinusoidal or rotary positions: give a model of that form")
        prefix = next(name for name in weights if name.endswith("transformer.decoder.norm.weight"))[: -len("transformer.decoder.norm.weight")]
        weights = {name[len(prefix):]: value for name, value in weights.items() if name.startswith(prefix)}
        heads, before = described["heads"], described["norm"] == "before"
        self.heads = heads
        self.target = weights["target_embedding.table.weight"]
        self.source = weights.get("source_embedding.table.weight", self.target)
        self.output = weights.get("output.weight", self.target), weights.get("output.bias")
        self.width = self.target.shape[1]
        self.is_rotary = described["positions"] == "rotary"
        self.positions = torch.zeros(1024, 1) if self.is_rotary else sinusoids(1024, self.width)
        turns = angles(1024, self.width // heads)
        self.cosines, self.sines = turns.cos().float(), turns.sin().float()
        self.encoder = [Layer(weights, f"transformer.encoder.layers.{i}.", heads, before) for i in range(described["encoderLayers"])]
        self.decoder = [Layer(weights, f"transformer.decoder.layers.{i}.", heads, before) for i in range(described["decoderLayers"])]
        self.norms = [(weights[f"transformer.{stack}.norm.weight"], weights[f"transformer.{stack}.norm.bias"]) for stack in ("encoder", "decoder")]

    def split(self, x, n, length):
        """[N * L, D] to [N * H, L, K]."""
        return x.view(n, length, self.heads, -1).transpose(1, 2).reshape(n * self.heads, length, -1)

    def encode(self, sources):
        """N lists of ids to memory [N * S, D] and the bias [N * H, 1, S] that hides padding, or None."""
        n, length = len(sources), max(map(len, sources))
        ids = torch.tensor([source + [0] * (length - len(source)) for source in sources])
        bias = None
        if min(map(len, sources)) < length:
            padding = torch.arange(length) >= torch.tensor([len(source) for source in sources])[:, None]
            bias = torch.zeros(n, length).masked_fill_(padding, -math.inf).repeat_interleave(self.heads, 0)[:, None]
        x = (F.embedding(ids, self.source) * self.width**0.5 + self.positions[:length]).view(n * length, -1)
        for layer in self.encoder:
            def attend(part):
                query, key, value = (self.split(y, n, length) for y in layer.own.project(part, 0, 3))
                if self.is_rotary:
                    query, key = (turn(y, self.cosines[:length], self.sines[:length]) for y in (query, key))
                mixed = layer.own.mix(query, key, value, bias)
                return F.linear(mixed.view(n, self.heads, length, -1).transpose(1, 2).reshape(n * length, -1), *layer.own.out)
            x = layer.residual(x, 0, attend)
            x = layer.residual(x, 1, layer.feed_forward)
        return F.layer_norm(x, x.shape[-1:], *self.norms[0]), bias


class Rows:
    """What the decoder remembers: own keys and values [T, R, D], memory's [N * H, S, K] for each layer."""

    def __init__(self, model, memory, bias, n, steps, beam):
        self.model, self.bias = model, bias
        size = steps * n * beam * model.width
        # Two rooms for each layer's keys and values: a reordered cache is copied from the one into the other.
        self.rooms = [[[torch.empty(size), torch.empty(size)] for _ in "kv"] for _ in model.decoder]
        length = memory.shape[0] // n
        self.memory = [tuple(model.split(y, n, length) for y in layer.memory.project(memory, 1, 2)) for layer in model.decoder]
        self.steps, self.length = steps, 0
        self.own = [[self.room(room[0], n) for room in rooms] for rooms in self.rooms]

    def room(self, flat, rows):
        return flat[: self.steps * rows * self.model.width].view(self.steps, rows, self.model.width)

    def keep_sentences(self, kept):
        groups = (kept[:, None] * self.model.heads + torch.arange(self.model.heads)).view(-1)
        self.memory = [tuple(y.index_select(0, groups) for y in pair) for pair in self.memory]
        self.bias = None if self.bias is None else self.bias.index_select(0, groups)

    def select(self, order):
        """Row i becomes what row order[i] was."""
        for pair, rooms in zip(self.own, self.rooms):
            for i, former in enumerate(pair):
                rooms[i].reverse()
                pair[i] = self.room(rooms[i][0], len(order))
                torch.index_select(former[: self.length], 1, order, out=pair[i][: self.length])

    def extend(self, tokens):
        """Tokens [R] to logits [R, V]."""
        model, rows, t = self.model, len(tokens), self.length
        x = F.embedding(tokens, model.target) * model.width**0.5 + model.positions[t]
        for i, layer in enumerate(model.decoder):
            def attend_own(part):
                query, key, value = layer.own.project(part, 0, 3)
                if model.is_rotary:
                    query, key = (turn(y.view(rows, model.heads, -1), model.cosines[t], model.sines[t]).view(rows, -1) for y in (query, key))
                keys, values = self.own[i]
                keys[t], values[t] = key, value
                # [T, R, D] is [T, R * H, K]: the rows' heads attend side by side.
                keys, values = (y[: t + 1].view(t + 1, rows * model.heads, -1).transpose(0, 1) for y in (keys, values))
                mixed = layer.own.mix(query.reshape(rows * model.heads, 1, -1), keys, values)
                return F.linear(mixed.view(rows, -1), *layer.own.out)

            def attend_memory(part):
                key, value = self.memory[i]
                n = len(key) // model.heads
                query, = layer.memory.project(part, 0, 1)
                mixed = layer.memory.mix(model.split(query, n, rows // n), key, value, self.bias)
                return F.linear(mixed.view(n, model.heads, rows // n, -1).transpose(1, 2).reshape(rows, -1), *layer.memory.out)

            x = layer.residual(x, 0, attend_own)
            x = layer.residual(x, 1, attend_memory)
            x = layer.residual(x, 2, layer.feed_forward)
        self.length += 1
        return F.linear(F.layer_norm(x, x.shape[-1:], *model.norms[1]), *model.output)


def top(values, count):
    """The greatest of each row, exactly: they lie in the `count` blocks with the greatest maxima. Half of topk's time."""
    rows, vocabulary = values.shape
    block = 64
    whole = vocabulary // block * block
    maxima = values[:, :whole].view(rows, -1, block).amax(-1)
    if maxima.shape[1] < count:
        return values.topk(count)
    blocks = maxima.topk(count).indices
    ids = (blocks[:, :, None] * block + torch.arange(block)).view(rows, -1)
    if whole < vocabulary:
        ids = torch.cat([ids, torch.arange(whole, vocabulary).expand(rows, -1)], 1)
    values, places = values.gather(1, ids).topk(count)
    return values, ids.gather(1, places)


def search(model, sources, begin, end, never, options):
    """The best hypothesis of each source: (score, ended, tokens)."""
    beam, n = options.beam, len(sources)
    greatest = torch.tensor([int(options.ratio * len(source) + options.allowance) for source in sources])
    limits = greatest.double() ** options.penalty
    steps = int(greatest.max())
    memory, bias = model.encode(sources)
    rows = Rows(model, memory, bias, n, steps, beam)
    best = [(-math.inf, False, [])] * n
    best_scores = torch.full((n,), -math.inf, dtype=torch.float64)
    active = torch.arange(n)
    tokens = torch.full((n,), begin)
    sums = torch.zeros(n, 1, dtype=torch.float64)                # [N, B] of unfinished hypotheses
    history = torch.empty(n, steps, dtype=torch.long)            # [R, steps]
    for length in range(1, steps + 1):
        log_probabilities = rows.extend(tokens).log_softmax(-1)
        if never:
            log_probabilities[:, never] = -math.inf
        values, ids = top(log_probabilities, beam + 1)
        n, width = sums.shape
        candidates = (sums[:, :, None] + values.view(n, width, -1)).view(n, -1)
        sums, places = candidates.topk(min(2 * beam, candidates.shape[1]))
        parents = torch.div(places, beam + 1, rounding_mode="floor") + (torch.arange(n) * width)[:, None]
        ids = ids.view(n, -1).gather(1, places)
        ends = ids == end

        finished = ends[:, :beam] & ~sums[:, :beam].isinf()
        for sentence, rank in finished.nonzero().tolist():
            score, index = float(sums[sentence, rank]) / length**options.penalty, int(active[sentence])
            if score > best[index][0]:
                best[index] = (score, True, history[parents[sentence, rank], :length - 1].tolist())
                best_scores[index] = score

        live = (ends.long() * 2 * beam + torch.arange(ids.shape[1])).argsort(1)[:, :beam]       # ends go last
        sums, parents, ids = (x.gather(1, live) for x in (sums, parents, ids))
        for sentence in (greatest == length).nonzero().view(-1).tolist():
            index = int(active[sentence])
            if not best[index][1]:
                cut = history[parents[sentence, 0], :length - 1].tolist() + [int(ids[sentence, 0])]
                best[index] = (float(sums[sentence, 0]) / length**options.penalty, False, cut)
        goes_on = ((sums[:, 0] / limits > best_scores[active]) & (greatest > length)).nonzero().view(-1)
        if len(goes_on) == 0:
            break
        if len(goes_on) < n:
            sums, parents, ids, active, greatest, limits = (x.index_select(0, goes_on) for x in (sums, parents, ids, active, greatest, limits))
            rows.keep_sentences(goes_on)
        order, tokens = parents.reshape(-1), ids.reshape(-1)
        if len(order) != len(history) or not torch.equal(order, torch.arange(len(order))):
            rows.select(order)
            history = history.index_select(0, order)
        history[:, length - 1] = tokens
    return best


def decode(model, request, options):
    sources = request["sources"]
    order = sorted(range(len(sources)), key=lambda i: -len(sources[i]))
    results = [None] * len(sources)
    for first in range(0, len(order), options.batch):
        batch = order[first:first + options.batch]
        found = search(model, [sources[i] for i in batch], request["begin"], request["end"], request["never"], options)
        for i, (score, ended, tokens) in zip(batch, found):
            results[i] = {"tokens": tokens, "score": score, "ended": ended}
    return results


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("sources")
    parser.add_argument("output")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--beam", type=int, default=5)
    parser.add_argument("--penalty", type=float, default=1)
    parser.add_argument("--ratio", type=float, default=1.5)
    parser.add_argument("--allowance", type=int, default=10)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--passes", type=int, default=3)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model = Model(options.model)
    with open(options.sources) as file:
        request = json.load(file)
    with torch.inference_mode():
        decode(model, {**request, "sources": request["sources"][: options.batch]}, options)
        seconds = []
        for _ in range(options.passes):
            start = time.perf_counter()
            results = decode(model, request, options)
            seconds.append(time.perf_counter() - start)
    median = sorted(seconds)[len(seconds) // 2]
    print(f"torch {torch.__version__}, {torch.get_num_threads()} threads, {options.batch} sentences a batch")
    print(f"{len(results) / median:.1f} sentences/s, {sum(len(r['tokens']) + 1 for r in results) / median:.0f} tokens/s")
    with open(options.output, "w") as file:
        json.dump(results, file)


main()
