#!/usr/bin/env python3
"""Writes metrics_golden.json: metrics of small inputs, worked out by NumPy alone, from the papers' formulas.

    python3 tests/core/golden/make_metrics_golden.py

Every way is another one than the engine's where there is another: SSIM window by window, the Frechet distance through
the eigenvalues of the product that is not symmetric, neighbours by sorting all distances. Made with NumPy 2.4.6.
"""

import json
import math
import pathlib

import numpy as np


def grid(shape, scale, phase):
    """Smooth, irregular numbers in [-scale, scale], multiples of 1/1024."""
    k = np.arange(math.prod(shape), dtype=np.float64)
    values = scale * np.sin(1.7 * k + phase) * np.cos(0.23 * k * k + 2 * phase)
    return (np.round(values * 1024) / 1024).reshape(shape)


def plain(values):
    return [float(f"{v:.10g}") for v in np.asarray(values, dtype=np.float64).flatten()]


def ssim_of_channel(a, b):
    """Wang et al. 2004, equations 13 to 16, one window after the other."""
    axes = []
    for side in a.shape:
        x = np.arange(min(side, 11)) - (min(side, 11) - 1) / 2
        axes.append(np.exp(-(x**2) / (2 * 1.5**2)))
    window = np.outer(*axes)
    window /= window.sum()
    height, width = window.shape
    values = []
    for i in range(a.shape[0] - height + 1):
        for j in range(a.shape[1] - width + 1):
            x, y = a[i : i + height, j : j + width], b[i : i + height, j : j + width]
            mx, my = (window * x).sum(), (window * y).sum()
            vx, vy = (window * (x - mx) ** 2).sum(), (window * (y - my) ** 2).sum()
            cov = (window * (x - mx) * (y - my)).sum()
            c1, c2 = 0.01**2, 0.03**2
            values.append(
                (2 * mx * my + c1) * (2 * cov + c2) / ((mx**2 + my**2 + c1) * (vx + vy + c2))
            )
    return np.mean(values)


def quality_case(channels, height, width, phase):
    images = np.abs(grid((2, height, width, channels), 1, phase))
    others = np.clip(images + grid(images.shape, 0.25, phase + 1), 0, 1)
    mse = ((images - others) ** 2).mean(axis=(1, 2, 3))
    ssim = [
        np.mean([ssim_of_channel(a[..., c], b[..., c]) for c in range(channels)])
        for a, b in zip(images, others)
    ]
    return {
        "channels": channels,
        "height": height,
        "width": width,
        "images": plain(images),
        "others": plain(others),
        "mse": mse.mean(),
        "psnr": (10 * np.log10(1 / mse)).mean(),
        "ssim": np.mean(ssim),
    }


def cross_entropy_case():
    logits, classes = grid((4, 5), 6, 0.4), [3, 0, 4, 3]
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    one_hot = np.eye(5)[classes]
    return {
        "logits": plain(logits),
        "classes": classes,
        "loss": -np.log(p[np.arange(4), classes]).sum(),
        "gradient": plain(p - one_hot),
        "probabilities": plain(p),
    }


def features_case():
    a = grid((40, 6), 2, 0.3)
    b = grid((30, 6), 1.5, 1.1) + grid((1, 6), 1.5, 2.0)
    cov_a, cov_b = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    roots = np.sqrt(np.maximum(np.linalg.eigvals(cov_a @ cov_b).real, 0))
    frechet = ((a.mean(0) - b.mean(0)) ** 2).sum() + np.trace(cov_a + cov_b) - 2 * roots.sum()

    def share_within(points, centres):
        between = np.linalg.norm(centres[:, None] - centres[None], axis=2)
        radii = np.sort(between, axis=1)[:, 3]  # the point itself comes first
        return (np.linalg.norm(points[:, None] - centres[None], axis=2) <= radii).any(axis=1).mean()

    return {
        "real": plain(a),
        "samples": plain(b),
        "frechet": frechet,
        "precision": share_within(b, a),
        "recall": share_within(a, b),
    }


def disentanglement_case():
    """Three factors; latents that follow the first, follow the second roughly, or follow none."""
    n = 300
    factors = np.stack([np.arange(n) % 4, (np.arange(n) // 4) % 5, (np.arange(n) // 20) % 3], axis=1)
    noise = grid((n, 4), 1, 0.7)
    latents = np.stack(
        [factors[:, 0] + 0.3 * noise[:, 0], factors[:, 1] + 2 * noise[:, 1], noise[:, 2], 0 * noise[:, 3]], axis=1
    )
    latents = np.round(latents * 1024) / 1024

    def entropy(counts):
        p = counts[counts > 0] / n
        return -(p * np.log(p)).sum()

    gaps = []
    for factor in factors.T:
        told = []
        for latent in latents.T:
            joint = np.histogram2d(latent, factor, bins=[20, np.arange(factor.max() + 2) - 0.5])[0]
            told.append(entropy(joint.sum(0)) + entropy(joint.sum(1)) - entropy(joint))
        told.sort()
        gaps.append((told[-1] - told[-2]) / entropy(np.bincount(factor)))
    return {
        "factors": factors.flatten().tolist(),
        "means": plain(latents),
        "mig": np.mean(gaps),
        "active_units": int((latents.var(axis=0) > 0.01).sum()),
    }


def mixture_case():
    """One Gaussian has a closed form."""
    points = grid((50, 3), 2, 0.9)
    added = 1e-6 * points.var(axis=0).mean()
    cov = np.cov(points, rowvar=False, bias=True) + added * np.eye(3)
    centred = points - points.mean(0)
    squares = np.einsum("ni,ij,nj->n", centred, np.linalg.inv(cov), centred)
    likelihood = -0.5 * (squares + np.linalg.slogdet(cov)[1] + 3 * math.log(2 * math.pi))
    return {"points": plain(points), "log_likelihood": likelihood.mean()}


def main():
    golden = {
        "made_by": f"tests/core/golden/make_metrics_golden.py, NumPy {np.__version__}",
        "quality": [quality_case(1, 14, 17, 0.2), quality_case(3, 8, 13, 0.9)],
        "cross_entropy": cross_entropy_case(),
        "features": features_case(),
        "disentanglement": disentanglement_case(),
        "mixture": mixture_case(),
    }
    path = pathlib.Path(__file__).with_name("metrics_golden.json")
    path.write_text(json.dumps(golden, indent=None, separators=(",", ":")) + "\n")
    print(f"{path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
