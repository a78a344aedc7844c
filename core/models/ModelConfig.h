// What a model is made of: enough to build it again. Plain data, saved as JSON with every checkpoint.
#pragma once

#include "core/models/DifferentiableAugmentation.h"
#include "core/nn/NetworkConfig.h"
#include "core/tensor/Image.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace latentscape {

enum class ModelKind { Vae, Gan };

enum class GanLoss { NonSaturating, LeastSquares, Hinge, Relativistic };

// Whether it judges an image beside one of the other kind.
inline bool comparesPairs(GanLoss loss) {
    return loss == GanLoss::Relativistic;
}

enum class Likelihood {
    Bernoulli, // pixels in [0, 1] as probabilities: binary cross-entropy
    Gaussian,  // unit variance: half the squared error
    // One variance of all pixels, learned as log sigma (the sigma-VAE of Rybkin et al. 2021, "Simple and
    // effective VAE training with calibrated decoders"): a density, its constant included
    GaussianLearned,
};

// As they stand in files and on the command line.
inline constexpr std::array kGanLossNames{
    std::pair{GanLoss::NonSaturating, "non_saturating"}, std::pair{GanLoss::LeastSquares, "least_squares"},
    std::pair{GanLoss::Hinge, "hinge"}, std::pair{GanLoss::Relativistic, "relativistic"}};
inline constexpr std::array kLikelihoodNames{std::pair{Likelihood::Bernoulli, "bernoulli"},
                                             std::pair{Likelihood::Gaussian, "gaussian"},
                                             std::pair{Likelihood::GaussianLearned, "gaussian_learned"}};

inline constexpr float kMostLabelSmoothing = 0.5f;
inline constexpr float kSlowestAverage = 0.99999f;
inline constexpr std::int64_t kMostDiscriminatorSteps = 100;
inline constexpr std::int64_t kMostClasses = 65536; // that a 16-bit label can tell apart

struct ModelConfig {
    ModelKind kind = ModelKind::Vae;
    ImageShape image;
    // From an image to features: a VAE's encoder, of whose features mean and logvar are made; a GAN's
    // discriminator, of whose features the logit is made.
    NetworkConfig encoder = denseStack({400});
    // From a latent to an image: a VAE's decoder, a GAN's generator.
    NetworkConfig decoder = mirrored({400});
    std::int64_t latent = 20;
    Precision precision = Precision::F32; // of the products, where the processor has it

    Likelihood likelihood = Likelihood::Bernoulli; // Vae

    GanLoss ganLoss = GanLoss::NonSaturating; // Gan
    float labelSmoothing = 0;                 // Gan
    // Gan: of the moving average of the generator's weights, which then draws all images that are shown; 0:
    // the weights themselves do
    float weightAverage = 0;
    std::int64_t discriminatorSteps = 1; // Gan: each on images of its own, for one of the generator
    DifferentiableAugmentConfig differentiableAugment = {}; // Gan

    // Of the images' labels, when the model is conditional on them; 0: it is not.
    std::int64_t classes = 0;
    std::vector<std::string> classNames = {}; // of each, or empty: the data have none

    bool operator==(const ModelConfig&) const = default;

    // A decoder of dense layers, the widths of its encoder in reverse order, then the image.
    static NetworkConfig mirrored(const std::vector<std::int64_t>& widths);
};

// "784-400-20-400-784", for people: what each layer of the configuration with parameters puts out.
std::string describe(const ModelConfig& config);

// What a kind of model calls its two networks: "encoder" or "discriminator", "decoder" or "generator".
const char* encoderName(ModelKind kind);
const char* decoderName(ModelKind kind);
inline constexpr const char* kAverageName = "average"; // of a generator's weights

// Throws Error (Usage) naming the setting or layer that is out of range or does not fit: sizes 1..65536, at
// most 64 layers, at most 2^28 parameters; the decoder must make images of the shape given.
void validate(const ModelConfig& config);

// The numbers that are learnt. With `withStatistics`, those that layers keep beside them and the average of
// weights too: all that a checkpoint holds. Throws as validate() does.
std::int64_t parameterCount(const ModelConfig& config, bool withStatistics = false);

// The widths of the hidden layers when the encoder is a stack of dense layers with ReLU and the decoder its
// mirror; nothing for any other network.
std::optional<std::vector<std::int64_t>> denseWidths(const ModelConfig& config);
void setDenseWidths(ModelConfig& config, const std::vector<std::int64_t>& widths);

} // namespace latentscape
