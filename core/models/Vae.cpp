#include "core/models/Vae.h"

#include "core/models/Networks.h"
#include "core/nn/Losses.h"
#include "core/tensor/Parallel.h"
#include "core/tensor/Simd.h"

#include <cmath>
#include <limits>

namespace latentscape {

namespace {

const ModelConfig& validated(const ModelConfig& config) {
    validate(config);
    return config;
}

// z = mean + e^(logvar / 2) eps (Kingma & Welling 2014, section 2.4) for one image's d latents.
LATENTSCAPE_SIMD void reparameterise(const float* mean, const float* logvar, const float* eps, float* z,
                                     std::int64_t d) {
#pragma omp simd
    for (std::int64_t j = 0; j < d; ++j) {
        z[j] = mean[j] + fastExp(0.5f * logvar[j]) * eps[j];
    }
}

LATENTSCAPE_SIMD void addReparameterisationGradient(const float* dZ, const float* eps, const float* logvar,
                                                    float* dMean, float* dLogvar, std::int64_t d) {
#pragma omp simd
    for (std::int64_t j = 0; j < d; ++j) {
        dMean[j] += dZ[j];
        dLogvar[j] += dZ[j] * eps[j] * 0.5f * fastExp(0.5f * logvar[j]);
    }
}

LATENTSCAPE_SIMD void sigmoidInPlace(float* values, std::int64_t first, std::int64_t last) {
#pragma omp simd
    for (std::int64_t i = first; i < last; ++i) {
        values[i] = fastSigmoid(values[i]);
    }
}

} // namespace

Vae::Vae(const ModelConfig& config, const OptimizerConfig& optimizer, std::uint64_t seed)
    : m_config(validated(config))
    , m_encoder(makeEncoder(config))
    , m_decoder(makeDecoder(config)) {
    m_encoder.declare(imageShape(config), m_parameters, "encoder");
    m_decoder.declare({config.latent}, m_parameters, "decoder");
    m_parameters.allocate();
    Random random(seed, kInitStream);
    m_parameters.initialise(random);
    m_optimizer = makeOptimizer(optimizer, m_parameters.values().size());
}

Vae::Step& Vae::valuesFor(std::int64_t batch) {
    return m_steps.get(batch, [&] {
        const Shape moments{batch, 2 * m_config.latent};
        const Shape latents{batch, m_config.latent};
        const Shape pixels{batch, m_config.image.pixels()};
        return Step{Tensor(moments), Tensor(latents), Tensor(latents), Tensor(pixels),
                    Tensor(moments), Tensor(latents), Tensor(pixels)};
    });
}

void Vae::encodeAndSample(const Tensor& images, Step& s, Random& random, Mode mode) {
    m_encoder.forward(images, s.moments, mode);
    random.fillNormal(s.eps.values());
    const std::int64_t d = m_config.latent;
    for (std::int64_t i = 0; i < images.dim(0); ++i) {
        const float* mean = s.moments.row(i).data();
        reparameterise(mean, mean + d, s.eps.row(i).data(), s.z.row(i).data(), d);
    }
}

// -log p(x|z) summed over the batch; gradient, if given, is dL/doutput times scale.
double Vae::reconstruction(const Tensor& images, Step& s, float scale, Tensor* gradient) const {
    if (m_config.likelihood == Likelihood::Bernoulli) {
        return bceWithLogits(s.output, images, scale, gradient);
    }
    return 0.5 * squaredError(s.output, images, 0.5f * scale, gradient);
}

// From dOutput and the KL's dMoments to the gradients of all parameters.
void Vae::backward(const Tensor& images, Step& s) {
    m_decoder.backward(s.z, s.output, s.dOutput, &s.dZ, WeightGradients::Write);
    const std::int64_t d = m_config.latent;
    for (std::int64_t i = 0; i < images.dim(0); ++i) {
        float* dMean = s.dMoments.row(i).data();
        addReparameterisationGradient(s.dZ.row(i).data(), s.eps.row(i).data(), s.moments.row(i).data() + d,
                                      dMean, dMean + d, d);
    }
    m_encoder.backward(images, s.moments, s.dMoments, nullptr, WeightGradients::Write);
}

Losses Vae::step(const Tensor& images, const StepControls& controls, Random& random) {
    Step& s = valuesFor(images.dim(0));
    const auto n = static_cast<float>(images.dim(0));
    encodeAndSample(images, s, random, Mode::Train);
    m_decoder.forward(s.z, s.output, Mode::Train);
    const double rec = reconstruction(images, s, 1.0f / n, &s.dOutput) / n;
    const double kl = gaussianKl(s.moments, controls.beta / n, &s.dMoments) / n;
    Losses losses{static_cast<float>(rec + controls.beta * kl), static_cast<float>(rec),
                  static_cast<float>(kl)};
    if (!std::isfinite(losses[0])) {
        return losses;
    }
    backward(images, s);
    if (!m_optimizer->step(m_parameters, controls.learningRate)) {
        losses[0] = std::numeric_limits<float>::quiet_NaN();
    }
    return losses;
}

Losses Vae::evaluate(const Tensor& images, float beta, Random& random, std::span<float> klPerLatent) {
    Step& s = valuesFor(images.dim(0));
    const auto n = static_cast<float>(images.dim(0));
    encodeAndSample(images, s, random, Mode::Evaluate);
    m_decoder.forward(s.z, s.output, Mode::Evaluate);
    const double rec = reconstruction(images, s, 0, nullptr) / n;
    const double kl =
        gaussianKl(s.moments, 0, nullptr, klPerLatent.empty() ? nullptr : klPerLatent.data()) / n;
    return {static_cast<float>(rec + beta * kl), static_cast<float>(rec), static_cast<float>(kl)};
}

Tensor Vae::decode(const Tensor& latents) {
    Tensor images({latents.dim(0), m_config.image.pixels()});
    m_decoder.forward(latents, images, Mode::Evaluate);
    if (m_config.likelihood == Likelihood::Bernoulli) {
        parallelFor(images.size(), 32'768, [&](std::int64_t first, std::int64_t last) {
            sigmoidInPlace(images.data(), first, last);
        });
    }
    return images;
}

Encoding Vae::encode(const Tensor& images) {
    const std::int64_t d = m_config.latent;
    Tensor moments({images.dim(0), 2 * d});
    m_encoder.forward(images, moments, Mode::Evaluate);
    Encoding encoding{Tensor({images.dim(0), d}), Tensor({images.dim(0), d})};
    encoding.mean.matrix() = moments.matrix().leftCols(d);
    encoding.logvar.matrix() = moments.matrix().rightCols(d);
    return encoding;
}

} // namespace latentscape
