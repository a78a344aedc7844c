#!/usr/bin/env python3
"""Writes golden.json: what the engine must compute, worked out by PyTorch and NumPy.

    python3 tests/core/golden/make_golden.py

Needs python3-torch and python3-numpy; golden.json was made with PyTorch 2.14.1 and NumPy 2.4.6 of Debian sid in
a chroot (debootstrap --variant=minbase sid DIR). It takes seconds, is deterministic and draws nothing at random: every input is written out by `grid`, and noise
comes from a Philox generator of its own, held against the published vectors of Random123 before use.

PyTorch works in double precision, so that a difference seen by a test is the engine's own rounding. Every input
is a multiple of 1/1024 and therefore exact in a float. What float32 PyTorch makes of the same training steps is
held against the golden values as well: a test with a tolerance of 1e-5 is then known to be fair.
"""

import json
import math
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from torch.distributions import Normal, kl_divergence

DOUBLE = torch.float64


def grid(shape, scale, phase):
    """Smooth, irregular numbers in [-scale, scale], multiples of 1/1024."""
    k = np.arange(math.prod(shape), dtype=np.float64)
    values = scale * np.sin(1.7 * k + phase) * np.cos(0.23 * k * k + 2 * phase)
    return torch.tensor(np.round(values * 1024) / 1024, dtype=DOUBLE).reshape(shape)


def plain(tensor):
    """Flat row-major list with ten significant digits: one more than a float needs."""
    return [float(f"{v:.10g}") for v in torch.as_tensor(tensor).detach().double().flatten().tolist()]


# --- Random: Philox 4x32-10, J. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.

MASK = 0xFFFFFFFF


def philox4x32(counter, key, rounds=10):
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for i in range(rounds):
        if i > 0:
            k0, k1 = (k0 + 0x9E3779B9) & MASK, (k1 + 0xBB67AE85) & MASK
        product0, product1 = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (
            (product1 >> 32) ^ c1 ^ k0,
            product1 & MASK,
            (product0 >> 32) ^ c3 ^ k1,
            product0 & MASK,
        )
    return [c0, c1, c2, c3]


def check_philox():
    """The lines "philox4x32 10" of kat_vectors in Random123."""
    vectors = [
        "00000000 00000000 00000000 00000000 00000000 00000000 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
        "ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff 408f276d 41c83b0e a20bc7c6 6d5451fd",
        "243f6a88 85a308d3 13198a2e 03707344 a4093822 299f31d0 d16cfe09 94fdcceb 5001e420 24126ea1",
    ]
    for line in vectors:
        words = [int(word, 16) for word in line.split()]
        assert philox4x32(words[:4], words[4:6]) == words[6:], line


class Philox:
    def __init__(self, seed, stream=0, counter=0):
        self.seed, self.stream, self.counter = seed, stream, counter

    def words(self, count):
        words = []
        for _ in range(count):
            index = self.counter // 4
            counter = (index & MASK, index >> 32, self.stream & MASK, self.stream >> 32)
            words.append(philox4x32(counter, (self.seed & MASK, self.seed >> 32))[self.counter % 4])
            self.counter += 1
        return words

    def uniforms(self, count):
        return [(word >> 8) * 2.0**-24 for word in self.words(count)]

    def normals(self, count):
        """Box-Muller on pairs of words; an odd count drops the last sine but not its words."""
        normals = []
        for _ in range((count + 1) // 2):
            first, second = self.words(2)
            radius = math.sqrt(-2 * math.log(((first >> 8) + 1) * 2.0**-24))
            angle = 2 * math.pi * (second >> 8) * 2.0**-24
            normals += [radius * math.cos(angle), radius * math.sin(angle)]
        return normals[:count]


def random_cases():
    places = [
        (0, 0, 0),
        (7, 0, 0),
        (7, 1, 0),
        (7, 0, 5),  # starts inside a block
        (0x0123456789ABCDEF, 0xFEDCBA9876543210, 0),
        (7, 3, 4 * 2**32 - 4),  # the block number outgrows 32 bits
    ]
    return [
        {
            "seed": seed,
            "stream": stream,
            "counter": counter,
            "words": Philox(seed, stream, counter).words(10),
            "uniforms": plain(Philox(seed, stream, counter).uniforms(10)),
            "normals": plain(Philox(seed, stream, counter).normals(10)),
        }
        for seed, stream, counter in places
    ]


# --- Layers: y = f(x) and the gradients of sum(y * dy).


def dense_case():
    x = grid((3, 5), 1.5, 0.3).requires_grad_()
    layer = torch.nn.Linear(5, 7, dtype=DOUBLE)
    with torch.no_grad():
        layer.weight.copy_(grid((7, 5), 1.0, 1.1))
        layer.bias.copy_(grid((7,), 0.5, 2.9))
    dy = grid((3, 7), 1.0, 0.7)

    def case(activation, y):
        dx, dw, db = torch.autograd.grad(y, [x, layer.weight, layer.bias], dy)
        return {
            "activation": activation,
            "y": plain(y),
            "dx": plain(dx),
            "dweight": plain(dw),
            "dbias": plain(db),
        }

    before = layer(x)
    assert before.abs().min() > 1e-3, "a ReLU of the golden values sits on its kink"
    return {
        "batch": 3,
        "inputs": 5,
        "outputs": 7,
        "x": plain(x),
        "weight": plain(layer.weight),
        "bias": plain(layer.bias),
        "dy": plain(dy),
        "cases": [case("none", before), case("relu", torch.relu(layer(x)))],
    }


def activation_cases():
    x = grid((3, 5), 6.0, 0.9)
    x[0, 0], x[0, 1] = 30.0, -30.0  # saturated
    assert x.abs().min() > 1e-3
    x.requires_grad_()
    dy = grid((3, 5), 1.0, 2.2)
    functions = {
        "relu": torch.nn.ReLU(),
        "leaky_relu_0.2": torch.nn.LeakyReLU(0.2),
        "sigmoid": torch.nn.Sigmoid(),
        "tanh": torch.nn.Tanh(),
        # PyTorch's softplus turns linear above its threshold: put it out of reach.
        "softplus": torch.nn.Softplus(threshold=100),
    }
    cases = []
    for name, function in functions.items():
        y = function(x)
        (dx,) = torch.autograd.grad(y, x, dy)
        cases.append({"name": name, "y": plain(y), "dx": plain(dx)})
    return {"shape": [3, 5], "x": plain(x), "dy": plain(dy), "cases": cases}


# --- Losses: sums over the batch, and the gradients of the sums.


def loss_cases():
    shape = (3, 5)
    logits = grid(shape, 4.0, 0.4)
    logits.view(-1)[:6] = torch.tensor([80.0, 80.0, -80.0, -80.0, 0.0, 0.0], dtype=DOUBLE)
    targets = (grid(shape, 0.5, 1.9) + 0.5).clone()
    targets.view(-1)[:6] = torch.tensor([1.0, 0.0, 1.0, 0.0, 0.25, 1.0], dtype=DOUBLE)
    logits.requires_grad_()
    bce = F.binary_cross_entropy_with_logits(logits, targets, reduction="sum")
    (bce_gradient,) = torch.autograd.grad(bce, logits)

    prediction = grid(shape, 1.0, 0.8).requires_grad_()
    square = F.mse_loss(prediction, targets, reduction="sum")
    (square_gradient,) = torch.autograd.grad(square, prediction)

    mean = grid(shape, 2.0, 1.3).requires_grad_()
    logvar = grid(shape, 3.0, 2.6)
    logvar.view(-1)[:2] = torch.tensor([5.0, -12.0], dtype=DOUBLE)
    logvar.requires_grad_()
    posterior = Normal(mean, (logvar / 2).exp())
    kl_each = kl_divergence(posterior, Normal(torch.zeros(shape, dtype=DOUBLE), 1.0))
    kl_mean_gradient, kl_logvar_gradient = torch.autograd.grad(kl_each.sum(), [mean, logvar])

    return {
        "shape": list(shape),
        "targets": plain(targets),
        "bce_with_logits": {"logits": plain(logits), "sum": plain(bce)[0], "gradient": plain(bce_gradient)},
        "squared_error": {
            "prediction": plain(prediction),
            "sum": plain(square)[0],
            "gradient": plain(square_gradient),
        },
        "gaussian_kl": {
            "mean": plain(mean),
            "logvar": plain(logvar),
            "sum": plain(kl_each.sum())[0],
            "per_latent": plain(kl_each.sum(0)),
            "dmean": plain(kl_mean_gradient),
            "dlogvar": plain(kl_logvar_gradient),
        },
    }


# --- Optimizers: fixed gradients, a learning rate that changes between steps.


def optimizer_cases():
    count, rates = 9, [0.125, 0.0625, 0.25]
    start = grid((count,), 1.0, 0.2)
    gradients = [grid((count,), scale, phase) for scale, phase in [(1.0, 0.5), (2.0, 1.4), (0.5, 3.3)]]
    for step, gradient in enumerate(gradients):
        gradient[0] = 0.0
        gradient[1] = 2.0**-26 * (1, -2, 3)[step]  # of the size of Adam's epsilon: shows where it is added
    # The first two gradients have norms of 1.6 and 2.6, the last one of 0.7: it is not clipped.
    settings = [
        ("sgd", torch.optim.SGD, {"momentum": 0.0}),
        ("sgd", torch.optim.SGD, {"momentum": 0.75, "nesterov": True, "clip_norm": 1.0}),
        ("rmsprop", torch.optim.RMSprop, {"weight_decay": 0.03125, "clip_norm": 1.0}),
        ("rmsprop", torch.optim.RMSprop, {"momentum": 0.75, "clip_norm": 1.0}),
        ("adam", torch.optim.Adam, {"weight_decay": 0.03125, "clip_norm": 1.0}),
        ("adamw", torch.optim.AdamW, {"weight_decay": 0.03125, "clip_norm": 1.0}),
        ("sgd", torch.optim.SGD, {"momentum": 0.9}),
        ("sgd", torch.optim.SGD, {"momentum": 0.9, "weight_decay": 0.03125}),
        ("sgd", torch.optim.SGD, {"momentum": 0.75, "nesterov": True, "weight_decay": 0.03125}),
        ("rmsprop", torch.optim.RMSprop, {}),
        ("rmsprop", torch.optim.RMSprop, {"momentum": 0.75, "weight_decay": 0.03125}),
        ("rmsprop", torch.optim.RMSprop, {"alpha": 0.5, "eps": 0.0009765625}),
        ("adam", torch.optim.Adam, {"weight_decay": 0.0}),
        ("adam", torch.optim.Adam, {"weight_decay": 0.03125}),
        ("adam", torch.optim.Adam, {"betas": (0.5, 0.75), "eps": 0.0009765625}),
        ("adamw", torch.optim.AdamW, {"weight_decay": 0.03125}),
    ]
    cases = []
    for kind, optimizer_class, options in settings:
        weights = start.clone().requires_grad_()
        clip_norm = options.pop("clip_norm", 0.0)
        optimizer = optimizer_class([weights], lr=1.0, foreach=False, **options)
        after = []
        for rate, gradient in zip(rates, gradients):
            optimizer.param_groups[0]["lr"] = rate
            weights.grad = gradient.clone()
            if clip_norm:
                torch.nn.utils.clip_grad_norm_([weights], clip_norm)
            optimizer.step()
            after.append(plain(weights))
        group = optimizer.param_groups[0]
        case = {"kind": kind, "weight_decay": group["weight_decay"], "clip_norm": clip_norm, "values": after}
        if kind == "sgd":
            case.update(momentum=group["momentum"], nesterov=group["nesterov"])
        elif kind == "rmsprop":
            case.update(momentum=group["momentum"], beta2=group["alpha"], epsilon=group["eps"])
        else:
            case.update(beta1=group["betas"][0], beta2=group["betas"][1], epsilon=group["eps"])
        cases.append(case)
    return {
        "start": plain(start),
        "learning_rates": rates,
        "gradients": [plain(gradient) for gradient in gradients],
        "cases": cases,
    }


# --- The moving average of weights, in PyTorch's AveragedModel.


def weight_average_case():
    start = grid((7,), 1.0, 0.6)
    weights = [grid((7,), 1.0 + 0.25 * step, 0.4 * step) for step in range(12)]

    def averages(decay):
        layer = torch.nn.Linear(7, 1, bias=False, dtype=DOUBLE)

        def average(old, new, count):
            d = min(decay, count.item() / (9 + count.item()))  # count includes the copy it begins with
            return torch.lerp(new, old, d)

        averaged = torch.optim.swa_utils.AveragedModel(layer, avg_fn=average)
        after = []
        with torch.no_grad():
            for values in [start] + weights:
                layer.weight.copy_(values.reshape(1, 7))
                averaged.update_parameters(layer)  # the first time it copies
                after.append(plain(averaged.module.weight))
        return after[1:]

    return {
        "start": plain(start),
        "weights": [plain(values) for values in weights],
        "cases": [{"decay": decay, "averages": averages(decay)} for decay in (0.0, 0.375, 0.999)],
    }


# --- Schedules: the rate of each step, as a training loop that calls scheduler.step() after each step has it.


def schedule_cases():
    per_epoch, epochs, rate = 5, 4, 0.25
    total = per_epoch * epochs
    schedulers = torch.optim.lr_scheduler

    def rates(make, warmup_epochs):
        weight = torch.zeros(1, dtype=DOUBLE, requires_grad=True)
        optimizer = torch.optim.SGD([weight], lr=rate)
        warmup = round(warmup_epochs * per_epoch)
        scheduler = make(optimizer, total - warmup)
        if warmup:
            rise = schedulers.LinearLR(optimizer, start_factor=1 / warmup, total_iters=warmup - 1)
            scheduler = schedulers.SequentialLR(optimizer, [rise, scheduler], milestones=[warmup])
        result = []
        for step in range(total):
            result.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            if step + 1 < total:  # OneCycleLR refuses a step beyond its last
                scheduler.step()
        return plain(result)

    kinds = {
        "constant": lambda optimizer, steps: schedulers.ConstantLR(optimizer, factor=1.0),
        "step": lambda optimizer, steps: schedulers.StepLR(optimizer, step_size=per_epoch, gamma=0.5),
        "cosine": lambda optimizer, steps: schedulers.CosineAnnealingLR(optimizer, T_max=steps),
        "one-cycle": lambda optimizer, steps: schedulers.OneCycleLR(
            optimizer, max_lr=rate, total_steps=steps, cycle_momentum=False
        ),
    }
    cases = [
        {"kind": kind, "warmup_epochs": warmup, "rates": rates(make, warmup)}
        for kind, make in kinds.items()
        for warmup in (0, 1.4)
        if not (kind == "one-cycle" and warmup)  # which brings a warm-up of its own
    ]
    return {
        "learning_rate": rate,
        "steps_per_epoch": per_epoch,
        "total_steps": total,
        "step_epochs": 1,
        "step_factor": 0.5,
        "cases": cases,
    }


# --- A whole VAE: Kingma & Welling 2014, "Auto-encoding variational Bayes".


class Vae(torch.nn.Module):
    """Stacks of Linear and ReLU; the encoder's last layer gives mean and logvar side by side."""

    def __init__(self, pixels, hidden, latent, likelihood, dtype):
        super().__init__()

        def stack(sizes):
            return torch.nn.ModuleList(
                torch.nn.Linear(a, b, dtype=dtype) for a, b in zip(sizes, sizes[1:])
            )

        self.encoder = stack([pixels, *hidden, 2 * latent])
        self.decoder = stack([latent, *reversed(hidden), pixels])
        if likelihood == "gaussian_learned":
            self.decoder.log_sigma = torch.nn.Parameter(torch.zeros(1, dtype=dtype))
        self.closest_kink = math.inf

    def run(self, layers, x):
        for layer in layers[:-1]:
            x = layer(x)
            self.closest_kink = min(self.closest_kink, x.abs().min().item())
            x = torch.relu(x)
        return layers[-1](x)

    def encode(self, images):
        return self.run(self.encoder, images).chunk(2, dim=1)

    def losses(self, images, noise, likelihood, beta, samples, free_bits):
        """Total, reconstruction and KL, sums over the batch divided by its size: nats an image.

        With several samples: the importance-weighted bound, then the means of the plain one's parts."""
        mean, logvar = self.encode(images)
        posterior = Normal(mean, (logvar / 2).exp())
        prior = Normal(torch.zeros_like(mean), torch.ones_like(mean))
        noise = noise.reshape(len(images), samples, -1).transpose(0, 1)  # [samples, images, latent]
        z = posterior.loc + posterior.scale * noise
        logits = self.run(self.decoder, z)
        targets = images.expand_as(logits)
        if likelihood == "bernoulli":
            errors = F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
        elif likelihood == "gaussian":
            # -log N(images; sigmoid(logits), 1) without its constant.
            errors = F.mse_loss(torch.sigmoid(logits), targets, reduction="none") / 2
        else:
            errors = -Normal(torch.sigmoid(logits), self.decoder.log_sigma.exp()).log_prob(targets)
        errors = errors.sum(dim=2)  # [samples, images]
        kl = kl_divergence(posterior, prior)
        reconstruction, mean_kl = errors.mean(), kl.sum(dim=1).mean()
        if samples > 1:
            ratio = (posterior.log_prob(z) - prior.log_prob(z)).sum(dim=2)
            log_weights = -errors - beta * ratio
            total = (math.log(samples) - torch.logsumexp(log_weights, dim=0)).mean()
        else:
            total = reconstruction + beta * kl.mean(dim=0).clamp(min=free_bits).sum()
        return total, reconstruction, mean_kl


def train_vae(likelihood, beta, samples, free_bits, dtype):
    pixels, hidden, latent, batch, rate = 12, [7, 5], 3, 4, 0.015625
    model = Vae(pixels, hidden, latent, likelihood, dtype)
    initial = {}
    with torch.no_grad():
        for number, (name, parameter) in enumerate(model.named_parameters()):
            is_bias = parameter.dim() == 1
            values = grid(parameter.shape, 0.25 if is_bias else 0.9, 0.6 + 0.37 * number)
            parameter.copy_(values + 0.375 if is_bias else values)  # keeps most ReLUs alive
            initial[name] = plain(parameter)
    batches = [(grid((batch, pixels), 0.5, phase) + 0.5).to(dtype) for phase in (0.1, 1.0, 2.0)]
    latents = grid((2, latent), 2.0, 0.5).to(dtype)

    noise = Philox(seed=7)
    optimizer = torch.optim.Adam(model.parameters(), lr=rate, foreach=False)
    losses, first_gradients = [], {}
    for images in batches:
        epsilon = torch.tensor(noise.normals(batch * samples * latent), dtype=dtype)
        step_losses = model.losses(images, epsilon, likelihood, beta, samples, free_bits)
        optimizer.zero_grad()
        step_losses[0].backward()
        if not losses:
            first_gradients = {name: plain(p.grad) for name, p in model.named_parameters()}
        losses.append([plain(loss)[0] for loss in step_losses])
        optimizer.step()
    assert model.closest_kink > 1e-4, "a ReLU of the golden values sits on its kink"

    with torch.no_grad():
        mean, logvar = model.encode(batches[0])
        decoded = torch.sigmoid(model.run(model.decoder, latents))
    return {
        "likelihood": likelihood,
        "beta": beta,
        "samples": samples,
        "free_bits": free_bits,
        "learning_rate": rate,
        "image": {"channels": 1, "height": 3, "width": 4},
        "hidden": hidden,
        "latent": latent,
        "batch": batch,
        "noise_seed": 7,
        "initial": initial,
        "batches": [plain(images) for images in batches],
        "losses": losses,
        "first_gradients": first_gradients,
        "trained": {name: plain(p) for name, p in model.named_parameters()},
        "trained_mean": plain(mean),
        "trained_logvar": plain(logvar),
        "latents": plain(latents),
        "decoded": plain(decoded),
    }


def largest_difference(a, b):
    """The largest |a - b| / (1 + |b|) of two results of one structure."""
    if isinstance(a, dict):
        return max((largest_difference(a[key], b[key]) for key in b), default=0.0)
    if isinstance(a, list):
        return max(map(largest_difference, a, b))
    return abs(a - b) / (1 + abs(b)) if isinstance(b, float) else 0.0


def vae_cases():
    cases = []
    for objective in [
        ("bernoulli", 1.0, 1, 0.0),
        ("gaussian", 0.5, 1, 0.0),
        ("gaussian_learned", 1.0, 1, 0.0),
        ("bernoulli", 1.0, 3, 0.0),
        ("gaussian_learned", 0.5, 3, 0.0),
        ("bernoulli", 1.0, 1, 0.0625),
    ]:
        case = train_vae(*objective, DOUBLE)
        difference = largest_difference(train_vae(*objective, torch.float32), case)
        print(f"vae {objective}: float32 PyTorch differs by {difference:.1e}")
        assert difference < 1e-6
        cases.append(case)
    return cases


def main():
    check_philox()
    golden = {
        "made_by": f"tests/core/golden/make_golden.py, PyTorch {torch.__version__}, NumPy {np.__version__}",
        "random": random_cases(),
        "dense": dense_case(),
        "activations": activation_cases(),
        "losses": loss_cases(),
        "optimizers": optimizer_cases(),
        "weight_average": weight_average_case(),
        "schedules": schedule_cases(),
        "vae": vae_cases(),
    }
    path = pathlib.Path(__file__).with_name("golden.json")
    path.write_text(json.dumps(golden, indent=None, separators=(",", ":")) + "\n")
    print(f"{path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
