#include "core/models/Vae.h"

#include "core/models/Networks.h"
#include "core/nn/Losses.h"
#include "core/tensor/Parallel.h"
#include "core/tensor/Simd.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace latentscape {

namespace {

constexpr double kHalfLogTwoPi = 0.91893853320467274;

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

// log(p(z) / q(z|x)) for z = mean + e^(logvar / 2) eps: the constants of the two normal densities cancel.
LATENTSCAPE_SIMD float logDensityRatio(const float* z, const float* eps, const float* logvar,
                                       std::int64_t d) {
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t j = 0; j < d; ++j) {
        sum += 0.5f * (logvar[j] + eps[j] * eps[j] - z[j] * z[j]);
    }
    return sum;
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
    , m_labels(std::make_shared<ClassLabels>(config.classes))
    , m_encoder(makeEncoder(config, m_labels))
    , m_decoder(makeDecoder(config, m_labels)) {
    m_encoder.declare(imageShape(config), m_parameters, "encoder");
    m_decoder.declare({config.latent}, m_parameters, "decoder");
    m_logSigma = m_parameters.parameters().size();
    declareLogSigma(config, m_parameters);
    m_parameters.allocate();
    Random random(seed, kInitStream);
    m_parameters.initialise(random);
    m_optimizer = makeOptimizer(optimizer, m_parameters.values().size());
}

Vae::Posterior& Vae::posteriorFor(std::int64_t batch) {
    return m_posteriors.get(batch, [&] {
        const Shape moments{batch, 2 * m_config.latent};
        return Posterior{Tensor(moments), Tensor(moments)};
    });
}

Vae::Draws& Vae::drawsFor(std::int64_t rows) {
    return m_draws.get(rows, [&] {
        const Shape latents{rows, m_config.latent};
        const Shape pixels{rows, m_config.image.pixels()};
        const std::vector<float> perRow(static_cast<std::size_t>(rows));
        return Draws{Tensor(latents), Tensor(latents), Tensor(pixels), Tensor(latents),
                     Tensor(pixels),  perRow,          perRow};
    });
}

// The encoder runs once an image, the decoder once a sample.
void Vae::encodeAndDecode(const Tensor& images, Posterior& q, Draws& s, Random& random, Mode mode) {
    m_encoder.forward(images, q.moments, mode);
    random.fillNormal(s.eps.values());
    const std::int64_t d = m_config.latent;
    const std::int64_t samples = s.z.dim(0) / images.dim(0);
    for (std::int64_t r = 0; r < s.z.dim(0); ++r) {
        const float* mean = q.moments.row(r / samples).data();
        reparameterise(mean, mean + d, s.eps.row(r).data(), s.z.row(r).data(), d);
    }
    m_decoder.forward(s.z, s.output, mode);
}

double Vae::inverseVariance() const {
    return m_config.likelihood == Likelihood::GaussianLearned
               ? std::exp(-2.0 * double{m_parameters.value(m_logSigma)[0]})
               : 1.0;
}

double Vae::logNormaliser() const {
    return m_config.likelihood == Likelihood::GaussianLearned
               ? static_cast<double>(m_config.image.pixels()) *
                     (double{m_parameters.value(m_logSigma)[0]} + kHalfLogTwoPi)
               : 0.0;
}

// -log p(x|z) summed over the batch; in training dOutput and log sigma's gradient are those times scale.
double Vae::reconstruction(const Tensor& images, Draws& s, float scale, bool train) {
    Tensor* gradient = train ? &s.dOutput : nullptr;
    if (m_config.likelihood == Likelihood::Bernoulli) {
        return bceWithLogits(s.output, images, scale, gradient);
    }
    const double inverse = inverseVariance();
    const double error =
        inverse * squaredError(s.output, images, 0.5f * scale * static_cast<float>(inverse), gradient);
    if (train && m_config.likelihood == Likelihood::GaussianLearned) {
        m_parameters.gradient(m_logSigma)[0] =
            static_cast<float>(scale * (static_cast<double>(images.size()) - error));
    }
    return 0.5 * error + static_cast<double>(images.dim(0)) * logNormaliser();
}

Losses Vae::plainBound(const Tensor& images, const StepControls& controls, Posterior& q, Draws& s,
                       bool train) {
    const auto n = static_cast<float>(images.dim(0));
    const float scale = controls.beta / n;
    const double rec = reconstruction(images, s, 1.0f / n, train) / n;
    const double kl = gaussianKl(q.moments, scale, train ? &q.dMoments : nullptr) / n;
    double cost = kl;
    if (controls.freeBits > 0) {
        cost = gaussianKlWithFreeBits(q.moments, controls.freeBits, scale, train ? &q.dMoments : nullptr) / n;
    }
    return {static_cast<float>(rec + controls.beta * cost), static_cast<float>(rec), static_cast<float>(kl)};
}

// -log p(x|z) of each row; in training dOutput is its gradient.
void Vae::reconstructionErrors(const Tensor& images, Draws& s, bool train) {
    Tensor* gradient = train ? &s.dOutput : nullptr;
    if (m_config.likelihood == Likelihood::Bernoulli) {
        bceWithLogitsRows(s.output, images, s.errors, gradient);
        return;
    }
    squaredErrorRows(s.output, images, s.errors, gradient);
    const double scale = 0.5 * inverseVariance();
    const double constant = logNormaliser();
    for (float& error : s.errors) {
        error = static_cast<float>(scale * double{error} + constant);
    }
}

// weights = -errors + beta log(p(z) / q(z|x)).
void Vae::addDensityRatios(const Posterior& q, Draws& s, float beta) const {
    const std::int64_t d = m_config.latent;
    const std::int64_t samples = s.z.dim(0) / q.moments.dim(0);
    for (std::int64_t r = 0; r < s.z.dim(0); ++r) {
        const auto row = static_cast<std::size_t>(r);
        const float ratio =
            logDensityRatio(s.z.row(r).data(), s.eps.row(r).data(), q.moments.row(r / samples).data() + d, d);
        s.weights[row] = beta * ratio - s.errors[row];
    }
}

// From log w to w~ / n; returns -L_k, the mean over the images.
double Vae::normaliseWeights(Draws& s, std::int64_t images) const {
    const std::size_t samples = s.weights.size() / static_cast<std::size_t>(images);
    const auto n = static_cast<double>(images);
    double total = 0;
    for (std::size_t first = 0; first < s.weights.size(); first += samples) {
        const auto weights = std::span(s.weights).subspan(first, samples);
        const double largest = std::ranges::max(weights);
        double sum = 0;
        for (const float weight : weights) {
            sum += std::exp(double{weight} - largest);
        }
        total += std::log(static_cast<double>(samples)) - largest - std::log(sum);
        for (float& weight : weights) {
            weight = static_cast<float>(std::exp(double{weight} - largest) / sum / n);
        }
    }
    return total / n;
}

// dOutput from each row's own gradient to its part in dL_k, and log sigma's gradient.
void Vae::scaleByWeights(Draws& s) {
    const std::int64_t pixels = s.output.dim(1);
    const auto inverse =
        m_config.likelihood == Likelihood::Bernoulli ? 1.0f : static_cast<float>(0.5 * inverseVariance());
    parallelFor(s.output.dim(0), 50'000 / pixels + 1, [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t r = first; r < last; ++r) {
            const float scale = inverse * s.weights[static_cast<std::size_t>(r)];
            for (float& value : s.dOutput.row(r)) {
                value *= scale;
            }
        }
    });
    if (m_config.likelihood == Likelihood::GaussianLearned) {
        const double constant = logNormaliser();
        double sum = 0;
        for (std::size_t r = 0; r < s.weights.size(); ++r) {
            sum +=
                double{s.weights[r]} * (static_cast<double>(pixels) - 2 * (double{s.errors[r]} - constant));
        }
        m_parameters.gradient(m_logSigma)[0] = static_cast<float>(sum);
    }
}

Losses Vae::weightedBound(const Tensor& images, const StepControls& controls, Posterior& q, Draws& s,
                          bool train) {
    const std::int64_t n = images.dim(0);
    reconstructionErrors(images, s, train);
    addDensityRatios(q, s, controls.beta);
    const double rec =
        std::accumulate(s.errors.begin(), s.errors.end(), 0.0) / static_cast<double>(s.errors.size());
    const double kl = gaussianKl(q.moments, 0, nullptr) / static_cast<double>(n);
    const double total = normaliseWeights(s, n);
    if (train) {
        scaleByWeights(s);
        // log q(z|x) = -sum_j logvar_j / 2 + ...; backward() adds what goes by way of z.
        q.dMoments.matrix().leftCols(m_config.latent).setZero();
        q.dMoments.matrix()
            .rightCols(m_config.latent)
            .setConstant(-0.5f * controls.beta / static_cast<float>(n));
    }
    return {static_cast<float>(total), static_cast<float>(rec), static_cast<float>(kl)};
}

// From dOutput and the bound's own dMoments to the gradients of all parameters.
void Vae::backward(const Tensor& images, const StepControls& controls, Posterior& q, Draws& s) {
    m_decoder.backward(s.z, s.output, s.dOutput, &s.dZ, WeightGradients::Write);
    const std::int64_t d = m_config.latent;
    const std::int64_t samples = s.z.dim(0) / images.dim(0);
    for (std::int64_t r = 0; r < s.z.dim(0); ++r) {
        if (samples > 1) { // -log p(z) = z^2 / 2 + ...
            s.dZ.matrix().row(r) +=
                controls.beta * s.weights[static_cast<std::size_t>(r)] * s.z.matrix().row(r);
        }
        float* dMean = q.dMoments.row(r / samples).data();
        addReparameterisationGradient(s.dZ.row(r).data(), s.eps.row(r).data(),
                                      q.moments.row(r / samples).data() + d, dMean, dMean + d, d);
    }
    m_encoder.backward(images, q.moments, q.dMoments, nullptr, WeightGradients::Write);
}

Losses Vae::step(const Tensor& images, const StepControls& controls, Random& random, Labels labels) {
    m_labels->set(labels, images.dim(0));
    Posterior& q = posteriorFor(images.dim(0));
    Draws& s = drawsFor(images.dim(0) * controls.samples);
    encodeAndDecode(images, q, s, random, Mode::Train);
    Losses losses = controls.samples == 1 ? plainBound(images, controls, q, s, true)
                                          : weightedBound(images, controls, q, s, true);
    if (!std::isfinite(losses[0])) {
        return losses;
    }
    backward(images, controls, q, s);
    if (!m_optimizer->step(m_parameters, controls.learningRate)) {
        losses[0] = std::numeric_limits<float>::quiet_NaN();
    }
    return losses;
}

Losses Vae::evaluate(const Tensor& images, const StepControls& controls, Random& random,
                     std::span<float> klPerLatent, Labels labels) {
    m_labels->set(labels, images.dim(0));
    Posterior& q = posteriorFor(images.dim(0));
    Draws& s = drawsFor(images.dim(0) * controls.samples);
    encodeAndDecode(images, q, s, random, Mode::Evaluate);
    if (!klPerLatent.empty()) {
        gaussianKl(q.moments, 0, nullptr, klPerLatent.data());
    }
    return controls.samples == 1 ? plainBound(images, controls, q, s, false)
                                 : weightedBound(images, controls, q, s, false);
}

// A density in nats: the constant that the unit Gaussian's reconstruction leaves out belongs to it.
void Vae::logWeights(const Tensor& images, std::int64_t samples, Random& random, std::span<float> out,
                     Labels labels) {
    m_labels->set(labels, images.dim(0));
    Posterior& q = posteriorFor(images.dim(0));
    Draws& s = drawsFor(images.dim(0) * samples);
    encodeAndDecode(images, q, s, random, Mode::Evaluate);
    reconstructionErrors(images, s, false);
    addDensityRatios(q, s, 1.0f);
    const double constant = m_config.likelihood == Likelihood::Gaussian
                                ? static_cast<double>(m_config.image.pixels()) * kHalfLogTwoPi
                                : 0.0;
    std::ranges::transform(s.weights, out.begin(),
                           [&](float w) { return static_cast<float>(double{w} - constant); });
}

Tensor Vae::decode(const Tensor& latents, Labels labels) {
    m_labels->set(labels, latents.dim(0));
    Tensor images({latents.dim(0), m_config.image.pixels()});
    m_decoder.forward(latents, images, Mode::Evaluate);
    if (m_config.likelihood == Likelihood::Bernoulli) {
        parallelFor(images.size(), 32'768, [&](std::int64_t first, std::int64_t last) {
            sigmoidInPlace(images.data(), first, last);
        });
    }
    return images;
}

Encoding Vae::encode(const Tensor& images, Labels labels) {
    m_labels->set(labels, images.dim(0));
    const std::int64_t d = m_config.latent;
    Tensor moments({images.dim(0), 2 * d});
    m_encoder.forward(images, moments, Mode::Evaluate);
    Encoding encoding{Tensor({images.dim(0), d}), Tensor({images.dim(0), d})};
    encoding.mean.matrix() = moments.matrix().leftCols(d);
    encoding.logvar.matrix() = moments.matrix().rightCols(d);
    return encoding;
}

} // namespace latentscape
