#!/usr/bin/env python3
"""Writes networks.json: layers of images, and training steps of whole convolutional models, worked out by PyTorch.

    python3 tests/core/golden/make_networks_golden.py

See make_golden.py for what it needs and how numbers are chosen. Networks are given as the engine reads them; `run` says
in PyTorch what each layer means. Inputs and parameters are not in the file: the tests write them out by the same `grid`.
"""

import json
import pathlib
import struct

import torch
import torch.nn.functional as F

from make_golden import DOUBLE, Philox, grid, largest_difference


def digits(tensor):
    """Flat row-major list with eight significant digits."""
    return [float(f"{v:.8g}") for v in torch.as_tensor(tensor).detach().double().flatten().tolist()]


class Parameters:
    """The parameters of a network by name; each is made when it is first asked for."""

    def __init__(self, dtype):
        self.dtype, self.values, self.closest_kink = dtype, {}, float("inf")

    def get(self, name, *shape, trained=True):
        if name not in self.values:
            values = grid(shape, 0.5 if len(shape) > 1 else 0.25, 0.6 + 0.37 * len(self.values))
            if len(shape) == 1 and name.endswith(("weight", "running_var")):
                values = values + 1
            self.values[name] = values.to(self.dtype).requires_grad_(trained)
        return self.values[name]

    def trained(self):
        return {name: value for name, value in self.values.items() if value.requires_grad}

    def statistics(self):
        return {name: value for name, value in self.values.items() if not value.requires_grad}


def flat(x):
    """Images as the engine lays them out: [height, width, channels]."""
    return x.permute(0, 2, 3, 1).flatten(1) if x.dim() == 4 else x


def volume(x, height, width):
    return x.reshape(len(x), height, width, -1).permute(0, 3, 1, 2)


def normalised(p, name, weight, spectral):
    """The weight, over its spectral norm if wanted: one step of the power iteration that PyTorch does."""
    if not spectral:
        return weight
    u = p.get(name + ".weight_u", len(weight), trained=False)
    layer = torch.nn.Linear(weight[0].numel(), len(weight), bias=False, dtype=p.dtype)
    layer = torch.nn.utils.spectral_norm(layer, eps=1e-12)
    layer.weight_u.copy_(F.normalize(u, dim=0))
    del layer._parameters["weight_orig"]
    layer.weight_orig = weight.flatten(1)
    layer(torch.zeros(1, weight[0].numel(), dtype=p.dtype))  # the hook works out layer.weight
    u.copy_(layer.weight_u)
    return layer.weight.reshape(weight.shape)


def convolve(p, name, layer, x, image):
    transposed = layer["layer"] == "conv_transpose2d"
    channels = image[2] if layer["channels"] == "image" else layer["channels"]
    pair = (x.shape[1], channels) if transposed else (channels, x.shape[1])
    weight = p.get(name + ".weight", *pair, layer["kernel"], layer["kernel"])
    bias = p.get(name + ".bias", channels) if layer.get("bias", True) else None
    weight = normalised(p, name, weight, layer.get("spectral_norm"))
    function = F.conv_transpose2d if transposed else F.conv2d
    return function(x, weight, bias, layer.get("stride", 1), layer.get("padding", 0))


def dense(p, name, layer, x, image):
    height, width = (side // layer.get("downscale", 1) for side in image[:2])
    pixels = image[0] * image[1] * image[2]
    units = pixels if layer["units"] == "image" else layer["units"] * (height * width if "downscale" in layer else 1)
    x = flat(x)
    weight = p.get(name + ".weight", units, x.shape[1])
    bias = p.get(name + ".bias", units) if layer.get("bias", True) else None
    x = F.linear(x, normalised(p, name, weight, layer.get("spectral_norm")), bias)
    return volume(x, height, width) if "downscale" in layer else x


def batch_norm(p, name, x, training):
    c = x.shape[1]
    weight, bias = p.get(name + ".weight", c), p.get(name + ".bias", c)
    mean = p.get(name + ".running_mean", c, trained=False)
    variance = p.get(name + ".running_var", c, trained=False)
    return F.batch_norm(x, mean, variance, weight, bias, training)


def residual(p, name, layer, x, image, training):
    inner = run(p, name, layer["layers"], x, image, training)
    if inner.shape != x.shape:
        stride = -(-x.shape[2] // inner.shape[2])
        projection = {"layer": "conv2d", "channels": inner.shape[1], "kernel": 1, "stride": stride}
        x = convolve(p, name + ".projection", projection, x, image)
    return inner + x


def dropout(p, name, layer, x, training):
    """torch.dropout with the mask that the engine draws: word i is that of the i-th value as images lie in memory."""
    key = p.get(name + ".key", 1, trained=False)
    step = p.get(name + ".step", 1, trained=False)
    if not training:
        return x
    (seed,) = struct.unpack("<I", struct.pack("<f", key.item()))
    words = Philox(seed, stream=int(step.item())).words(x.numel())
    step += 1
    kept = torch.tensor([word >= int(layer["probability"] * 2**32) for word in words])
    kept = volume(kept.reshape(len(x), -1), *x.shape[2:]) if x.dim() == 4 else kept.reshape(x.shape)
    return torch.where(kept, x / (1 - layer["probability"]), 0)


def rectify(p, x, slope):
    p.closest_kink = min(p.closest_kink, x.detach().abs().min().item())
    return F.leaky_relu(x, slope)


WITHOUT_PARAMETERS = ("relu", "leaky_relu", "silu", "tanh", "sigmoid", "upsample", "avg_pool", "flatten", "reshape")


def run(p, prefix, layers, x, image, training=True):
    """x [n, channels, height, width] or [n, features] through the layers; image: [height, width, channels]."""
    number = 0
    for layer in layers:
        kind, name = layer["layer"], f"{prefix}.{number}"
        if kind in ("conv2d", "conv_transpose2d"):
            x = convolve(p, name, layer, x, image)
        elif kind == "dense":
            x = dense(p, name, layer, x, image)
        elif kind == "batch_norm":
            x = batch_norm(p, name, x, training)
        elif kind in ("group_norm", "layer_norm"):
            weight, bias = p.get(name + ".weight", x.shape[1]), p.get(name + ".bias", x.shape[1])
            x = F.group_norm(x, layer.get("groups", 1), weight, bias)
        elif kind == "residual":
            x = residual(p, name, layer, x, image, training)
        elif kind == "upsample":
            smooth = layer.get("bilinear", False)
            options = {"mode": "bilinear", "align_corners": False} if smooth else {"mode": "nearest"}
            x = F.interpolate(x, scale_factor=layer.get("scale", 2), **options)
        elif kind == "avg_pool":
            x = F.avg_pool2d(x, layer["kernel"], layer.get("stride", layer["kernel"]))
        elif kind == "class_embedding":
            vectors = F.embedding(torch.tensor(layer["labels"]), p.get(name + ".weight", layer["classes"], 32))
            x = torch.cat([flat(x), vectors], 1)
        elif kind == "class_projection":
            x, weight = flat(x), p.get(name + ".weight", 1, flat(x).shape[1])
            bias = p.get(name + ".bias", 1)
            weights = p.get(name + ".class_weight", layer["classes"], x.shape[1])
            vectors = F.embedding(torch.tensor(layer["labels"]), weights)
            x = F.linear(x, weight, bias) + (vectors * x).sum(1, keepdim=True)
        elif kind == "flatten":
            x = flat(x)
        elif kind == "reshape":
            x = volume(flat(x), *(side // layer.get("downscale", 1) for side in image[:2]))
        elif kind == "dropout":
            x = dropout(p, name, layer, x, training)
        elif kind in ("relu", "leaky_relu"):
            x = rectify(p, x, 0.0 if kind == "relu" else layer.get("slope", 0.2))
        else:
            x = {"silu": F.silu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}[kind](x)
        number += 0 if kind in WITHOUT_PARAMETERS else 1
    return x


# --- Layers: y, the gradients of sum(y * dy), what statistics became, and y in evaluation.


def layer_case(name, shape, layers, evaluate=False):
    """shape: of one input, [height, width, channels] or [features]."""

    def worked_out(dtype):
        p = Parameters(dtype)
        x = grid((3, *shape), 1.5, 0.3).to(dtype).requires_grad_()
        inside = x.permute(0, 3, 1, 2) if len(shape) == 3 else x
        image = shape if len(shape) == 3 else (1, 1, 1)
        y = flat(run(p, "net", layers, inside, image))
        assert p.closest_kink > 1e-4, f"a rectifier of {name} sits on its kink"
        dy = grid(y.shape, 1.0, 0.7).to(dtype)
        trained = p.trained()
        dx, *gradients = torch.autograd.grad(y, [x, *trained.values()], dy)
        result = {
            "y": digits(y),
            "dx": digits(dx),
            "gradients": {key: digits(value) for key, value in zip(trained, gradients)},
            "statistics": {key: digits(value) for key, value in p.statistics().items()},
        }
        if evaluate:
            result["evaluated"] = digits(flat(run(p, "net", layers, inside, image, training=False)))
        return result

    case = worked_out(DOUBLE)
    difference = largest_difference(worked_out(torch.float32), case)
    print(f"{name}: float32 PyTorch differs by {difference:.1e}")
    assert difference < 3e-6
    return {"name": name, "shape": list(shape), "network": layers, **case}


def conv(channels, kernel=3, **settings):
    return {"layer": "conv2d", "channels": channels, "kernel": kernel, **settings}


def conv_transpose(channels, kernel=4, **settings):
    return {"layer": "conv_transpose2d", "channels": channels, "kernel": kernel, **settings}


HALF = {"stride": 2, "padding": 1}
LAYER_NORM = {"layer": "layer_norm"}
NORM, RELU, LEAKY = {"layer": "batch_norm"}, {"layer": "relu"}, {"layer": "leaky_relu"}


def residual_of(*layers):
    return {"layer": "residual", "layers": list(layers)}


def layer_cases():
    return [
        layer_case("conv2d", (5, 4, 3), [conv(2, **HALF)]),
        layer_case("conv2d relu", (3, 5, 1), [conv(3, 2), RELU]),
        layer_case("conv_transpose2d", (2, 3, 2), [conv_transpose(3, **HALF)]),
        layer_case("conv_transpose2d to one channel", (3, 2, 3), [conv_transpose(1, 3, bias=False), LEAKY]),
        layer_case("batch_norm", (3, 2, 5), [NORM], evaluate=True),
        layer_case("batch_norm relu", (2, 3, 3), [NORM, RELU], evaluate=True),
        layer_case("group_norm", (3, 2, 6), [{"layer": "group_norm", "groups": 3}]),
        layer_case("layer_norm relu", (3, 3, 3), [LAYER_NORM, RELU]),
        layer_case("layer_norm of features", (7,), [LAYER_NORM]),
        layer_case("silu", (11,), [{"layer": "silu"}]),
        layer_case("upsample", (2, 3, 3), [{"layer": "upsample"}]),
        layer_case("upsample bilinear", (3, 2, 3), [{"layer": "upsample", "bilinear": True}]),
        layer_case("upsample by three", (2, 1, 2), [{"layer": "upsample", "scale": 3, "bilinear": True}]),
        layer_case("avg_pool", (5, 4, 3), [{"layer": "avg_pool", "kernel": 2}]),
        layer_case("avg_pool overlapping", (4, 5, 2), [{"layer": "avg_pool", "kernel": 3, "stride": 1}]),
        layer_case("residual", (3, 3, 3), [residual_of(LAYER_NORM, RELU, conv(3, padding=1))]),
        layer_case("residual relu", (2, 3, 2), [residual_of(conv(2, padding=1)), RELU]),
        layer_case("residual smaller", (5, 3, 2), [residual_of(RELU, conv(3, **HALF))]),
        layer_case("dense spectral_norm", (3, 2, 1), [{"layer": "dense", "units": 5, "spectral_norm": True}]),
        layer_case("conv2d spectral_norm", (3, 3, 2), [conv(3, padding=1, spectral_norm=True), LEAKY]),
        layer_case("conv_transpose2d spectral_norm", (2, 2, 3), [conv_transpose(2, **HALF, spectral_norm=True)]),
        layer_case("flatten", (2, 3, 2), [conv(2, 1), {"layer": "flatten"}, LAYER_NORM]),
        layer_case("reshape", (3, 5, 2), [{"layer": "dense", "units": 45}, {"layer": "reshape", "channels": 3}, conv(2)]),
        layer_case("reshape smaller", (6, 2, 3), [{"layer": "reshape", "channels": 12, "downscale": 2}, LAYER_NORM]),
        layer_case("dropout", (3, 5, 3), [{"layer": "dropout", "probability": 0.375}, conv(2)], evaluate=True),
        layer_case("dropout of features", (7,), [{"layer": "dropout", "probability": 0.75}], evaluate=True),
    ]


# --- What a conditional model adds to its networks.


def class_layer_cases():
    about = {"labels": [2, 0, 2], "classes": 3}  # one class twice, one not at all
    return [
        layer_case("class_embedding", (3, 5, 1), [{"layer": "class_embedding", **about}]),
        layer_case("class_projection", (3, 1, 5), [{"layer": "class_projection", **about}]),
    ]


def told(config, network, count=None, projects=False):
    """The network's layers, told the classes of the batch, or of its first images."""
    if "labels" not in config:
        return config[network]
    about = {"labels": config["labels"][:count], "classes": config["classes"]}
    if projects:
        return config[network] + [{"layer": "class_projection", **about}]
    embedding = [{"layer": "class_embedding", **about}]
    return config[network] + embedding if network == "encoder" else embedding + config[network]


# --- Whole models: conv-vae and dcgan as in resources/presets, but tiny and of odd sizes.


def vae_losses(p, config, images, noise):
    image, latent = config["image"], config["latent"]
    head = [{"layer": "dense", "units": 2 * latent}]
    mean, logvar = run(p, "encoder", told(config, "encoder") + head, volume(images, *image[:2]), image).chunk(2, 1)
    logits = flat(run(p, "decoder", told(config, "decoder"), mean + (logvar / 2).exp() * noise, image))
    reconstruction = F.binary_cross_entropy_with_logits(logits, images, reduction="sum") / len(images)
    kl = ((mean**2 + logvar.exp() - 1 - logvar) / 2).sum() / len(images)
    return reconstruction + kl, reconstruction, kl


def batches_of(config, dtype):
    pixels = config["image"][0] * config["image"][1] * config["image"][2]
    return [(grid((config["batch"], pixels), 0.5, phase) + 0.5).to(dtype) for phase in (0.1, 1.0)]


def noise_of(generator, config, dtype):
    values = generator.normals(config["batch"] * config["latent"])
    return torch.tensor(values, dtype=dtype).reshape(config["batch"], config["latent"])


def gradients_of(p):
    return {name: digits(value.grad) for name, value in p.trained().items()}


def train_vae(config, dtype):
    p, generator, losses, optimizer = Parameters(dtype), Philox(seed=7), [], None
    for images in batches_of(config, dtype):
        step = vae_losses(p, config, images, noise_of(generator, config, dtype))
        optimizer = optimizer or torch.optim.Adam(p.trained().values(), lr=config["rate"], foreach=False)
        optimizer.zero_grad()
        step[0].backward()
        if not losses:
            gradients = gradients_of(p)
        losses.append(digits(torch.stack(step)))
        optimizer.step()
    assert p.closest_kink > 1e-4, p.closest_kink
    latents = grid((1, config["latent"]), 2.0, 0.5).to(dtype)
    decoded = torch.sigmoid(flat(run(p, "decoder", told(config, "decoder", 1), latents, config["image"])))
    return {"losses": losses, "gradients": [gradients], "decoded": digits(decoded)}


def discriminator_loss(config, real, fake):
    """Of the logits, as the papers have it. Label smoothing is the one-sided of Salimans et al. 2016."""
    target = 1.0 - config.get("label_smoothing", 0.0)
    kind = config.get("gan_loss")
    if kind == "least_squares":  # Mao et al. 2017, with the targets 0 and 1
        return ((real - target) ** 2).mean() / 2 + (fake**2).mean() / 2
    if kind == "hinge":  # Lim & Ye 2017
        margins = torch.cat([1 - real, 1 + fake])
        assert margins.abs().min() > 1e-4 and margins.min() < 0, "no logit beyond the hinge, or one on it"
        return F.relu(1 - real).mean() + F.relu(1 + fake).mean()
    if kind == "relativistic":  # Jolicoeur-Martineau 2018: RSGAN
        return -F.logsigmoid(real - fake).mean()
    return towards(real, target) + towards(fake, 0.0)  # Goodfellow et al. 2014


def generator_loss(config, real, fake):
    kind = config.get("gan_loss")
    if kind == "least_squares":
        return ((fake - 1) ** 2).mean() / 2
    if kind == "hinge":
        return -fake.mean()
    if kind == "relativistic":
        return -F.logsigmoid(fake - real).mean()
    return towards(fake, 1.0)


def towards(logits, target):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, target))


def train_gan(config, dtype):
    image = config["image"]
    generator, discriminator, noise = Parameters(dtype), Parameters(dtype), Philox(seed=7)

    def make(latents, training=True):
        layers = told(config, "generator", len(latents))
        return torch.tanh(run(generator, "generator", layers, latents, image, training))

    def judge(images):
        layers = told(config, "discriminator", projects=True)
        head = [] if "labels" in config else [{"layer": "dense", "units": 1}]
        return run(discriminator, "discriminator", layers + head, images, image)

    losses, optimizers = [], []
    for images in batches_of(config, dtype):
        real = volume(2 * images - 1, *image[:2])
        fake = make(noise_of(noise, config, dtype))
        real_logits = judge(real)
        fake_logits = judge(fake.detach())
        if not optimizers:
            optimizers = [
                torch.optim.Adam(p.trained().values(), lr=config["rate"], betas=(0.5, 0.999), foreach=False)
                for p in (generator, discriminator)
            ]
        d_loss = discriminator_loss(config, real_logits, fake_logits)
        optimizers[1].zero_grad()
        d_loss.backward()
        of_discriminator = gradients_of(discriminator)
        optimizers[1].step()
        g_loss = generator_loss(config, judge(real), judge(fake))
        optimizers[0].zero_grad()
        g_loss.backward()
        if not losses:
            gradients = [gradients_of(generator), of_discriminator]
        means = [torch.sigmoid(real_logits).mean(), torch.sigmoid(fake_logits).mean()]
        losses.append(digits(torch.stack([d_loss, g_loss, *means])))
        optimizers[0].step()
    closest = min(generator.closest_kink, discriminator.closest_kink)
    assert closest > 2e-5, closest
    latents = grid((1, config["latent"]), 2.0, 0.5).to(dtype)
    return {"losses": losses, "gradients": gradients, "decoded": digits(flat(make(latents, False)) / 2 + 0.5)}


def model_cases():
    plain = {"bias": False}
    vae = {
        "kind": "vae",
        "image": [12, 8, 1],
        "latent": 3,
        "batch": 3,
        "rate": 0.015625,
        "encoder": [conv(3, 4, **HALF), RELU, conv(5, 4, **HALF), RELU],
        "decoder": [{"layer": "dense", "units": 5, "downscale": 4}, RELU]
        + [conv_transpose(3, **HALF), RELU, conv_transpose("image", **HALF)],
    }
    gan = {
        "kind": "gan",
        "image": [8, 16, 1],
        "latent": 3,
        "batch": 5,
        "rate": 0.015625,
        "generator": [{"layer": "dense", "units": 5, "downscale": 8, **plain}, NORM, RELU]
        + [conv_transpose(3, **HALF, **plain), NORM, RELU]
        + [conv_transpose(2, **HALF, **plain), NORM, RELU, conv_transpose("image", **HALF)],
        "discriminator": [conv(2, 4, **HALF), LEAKY, conv(3, 4, **HALF, **plain), NORM, LEAKY]
        + [conv(5, 4, **HALF, **plain), NORM, LEAKY],
    }
    dense_gan = {
        "kind": "gan",
        "image": [3, 3, 1],
        "latent": 3,
        "batch": 5,
        "rate": 0.015625,
        "generator": [{"layer": "dense", "units": 4}, RELU, {"layer": "dense", "units": "image"}],
        "discriminator": [{"layer": "dense", "units": 12}, LAYER_NORM, LEAKY],
    }
    cases = []
    conditional_vae = {**vae, "classes": 3, "labels": [2, 0, 2]}
    conditional_gan = {**gan, "classes": 3, "labels": [1, 0, 2, 2, 0]}
    models = [(vae, train_vae), (gan, train_gan), (conditional_vae, train_vae), (conditional_gan, train_gan)]
    losses = [{"gan_loss": name} for name in ("least_squares", "hinge", "relativistic")]
    losses += [{"label_smoothing": 0.125}] + [{**loss, "label_smoothing": 0.5} for loss in losses]
    models += [({**dense_gan, **loss}, train_gan) for loss in losses]
    for config, train in models:
        case = train(config, DOUBLE)
        difference = largest_difference(train(config, torch.float32), case)
        print(f"{config['kind']}: float32 PyTorch differs by {difference:.1e}")
        assert difference < 3e-6
        cases.append({**config, **case})
    return cases


def main():
    golden = {
        "made_by": f"tests/core/golden/make_networks_golden.py, PyTorch {torch.__version__}",
        "layers": layer_cases(),
        "class_layers": class_layer_cases(),
        "models": model_cases(),
    }
    path = pathlib.Path(__file__).with_name("networks.json")
    path.write_text(json.dumps(golden, indent=None, separators=(",", ":")) + "\n")
    print(f"{path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
