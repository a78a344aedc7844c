#include "core/nn/ConvolutionLayer.h"

#include "core/nn/GradientShares.h"
#include "core/nn/ImageParts.h"
#include "core/nn/PlanCache.h"
#include "core/nn/Rectifier.h"
#include "core/tensor/DnnlConvolution.h"
#include "core/tensor/Error.h"

#include <cmath>

namespace latentscape {

namespace {

using onednn::Convolution;
using onednn::ConvolutionShape;

constexpr std::int64_t kPartWork = 300'000; // multiply-adds worth a thread

struct Part {
    Range images;
    Convolution convolution;
};

struct Plan {
    std::vector<Part> parts;
    GradientShares weights;
    GradientShares biases;
};

// From the larger image to the smaller: what a convolution does forwards, a transposed one backwards.
ConvolutionShape shapeOf(const ConvolutionConfig& config, const Shape& larger, const Shape& smaller) {
    return {.height = larger[0],
            .width = larger[1],
            .channels = larger[2],
            .outHeight = smaller[0],
            .outWidth = smaller[1],
            .outChannels = smaller[2],
            .kernel = config.kernel,
            .stride = config.stride,
            .padding = config.padding};
}

void require(bool possible, const std::string& what) {
    if (!possible) {
        throw Error(ErrorKind::Usage, what);
    }
}

} // namespace

struct ConvolutionLayer::Plans : PlanCache<Plan> {
    ConvolutionShape shape; // of one image

    static Plan build(ConvolutionShape shape, std::int64_t n, onednn::ConvolutionEpilogue epilogue,
                      std::int64_t biases, Precision precision) {
        shape.n = 1;
        const int parts = imagePartsFor(n, shape.multiplyAdds(), kPartWork);
        Plan plan{{}, GradientShares(shape.weightSize(), parts), GradientShares(biases, parts)};
        for (int i = 0; i < parts; ++i) {
            const Range images = imagesOf(n, i, parts);
            shape.n = images.last - images.first;
            plan.parts.push_back({images, Convolution(shape, epilogue, precision)});
        }
        return plan;
    }
};

ConvolutionLayer::ConvolutionLayer(const ConvolutionConfig& config)
    : m_config(config)
    , m_plans(std::make_unique<Plans>()) {
    require(config.channels >= 1 && config.kernel >= 1 && config.stride >= 1,
            "A convolution needs at least one channel, a kernel and a stride of at least 1.");
    require(config.padding >= 0 && config.padding < config.kernel,
            "A convolution's padding is " + std::to_string(config.padding) +
                "; it must be at least 0 and less than the kernel, " + std::to_string(config.kernel) + ".");
}

ConvolutionLayer::~ConvolutionLayer() = default;

Shape ConvolutionLayer::declare(const Shape& input, ParameterStore& store, const std::string& prefix) {
    require(input.size() == 3, prefix + ": a convolution needs images, but its input is " + toString(input) +
                                   ". Put a reshape before it.");
    m_input = input;
    m_output = {outputSide(input[0]), outputSide(input[1]), m_config.channels};
    require(m_output[0] >= 1 && m_output[1] >= 1,
            prefix + ": a kernel of " + std::to_string(m_config.kernel) + " with padding " +
                std::to_string(m_config.padding) + " does not fit on images of " + toString(input) + ".");
    m_store = &store;
    m_plans->shape =
        isTransposed() ? shapeOf(m_config, m_output, m_input) : shapeOf(m_config, m_input, m_output);
    const auto& [n, height, width, larger, outHeight, outWidth, smaller, kernel, stride, padding] =
        m_plans->shape;
    // PyTorch's default; its fan-in is of the weights' second dimension.
    const float bound = 1.0f / std::sqrt(static_cast<float>(larger * kernel * kernel));
    m_weight = store.declare(prefix + ".weight", {smaller, larger, kernel, kernel}, {bound});
    if (m_config.bias) {
        m_bias = store.declare(prefix + ".bias", {m_config.channels}, {bound});
    }
    return m_output;
}

std::string ConvolutionLayer::name() const {
    const std::string side = std::to_string(m_config.kernel);
    return std::string(isTransposed() ? "conv_transpose2d " : "conv2d ") + side + "x" + side +
           (m_config.stride == 1 ? "" : " / " + std::to_string(m_config.stride));
}

double ConvolutionLayer::flops() const {
    ConvolutionShape image = m_plans->shape;
    image.n = 1;
    return 2.0 * static_cast<double>(image.multiplyAdds());
}

void ConvolutionLayer::forward(const Tensor& x, Tensor& y, Mode) {
    const std::int64_t n = x.dim(0);
    Plan& plan = m_plans->get(n, [&] {
        return m_plans->build(m_plans->shape, n,
                              isTransposed() ? onednn::ConvolutionEpilogue{}
                                             : onednn::ConvolutionEpilogue{m_config.bias, m_config.slope},
                              m_config.channels, m_config.precision);
    });
    const onednn::VersionedWeights weights{m_store->value(m_weight).data(), m_store->version()};
    const float* bias = m_config.bias ? m_store->value(m_bias).data() : nullptr;
    const std::int64_t inputs = elementCount(m_input);
    const std::int64_t outputs = elementCount(m_output);
    parallelParts(static_cast<int>(plan.parts.size()), [&](int index) {
        auto& [images, convolution] = plan.parts[static_cast<std::size_t>(index)];
        const float* from = x.data() + images.first * inputs;
        float* to = y.data() + images.first * outputs;
        if (!isTransposed()) {
            convolution.takeX(from);
            convolution.forward(weights, bias, to);
            return;
        }
        convolution.takeDy(from);
        convolution.backwardData(weights, to);
        const std::int64_t pixels = (images.last - images.first) * m_output[0] * m_output[1];
        addBiasAndRectify(to, bias, {pixels, m_config.channels, 0, m_config.channels}, m_config.slope);
    });
}

void ConvolutionLayer::backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx,
                                WeightGradients gradients) {
    Plan& plan =
        m_plans->get(x.dim(0), []() -> Plan { throw Error(ErrorKind::Usage, "backward without forward"); });
    const bool learn = gradients == WeightGradients::Write;
    const onednn::VersionedWeights weights{m_store->value(m_weight).data(), m_store->version()};
    const std::span<float> dWeight = m_store->gradient(m_weight);
    const std::span<float> dBias = m_config.bias && learn ? m_store->gradient(m_bias) : std::span<float>();
    const std::int64_t inputs = elementCount(m_input);
    const std::int64_t outputs = elementCount(m_output);
    parallelParts(static_cast<int>(plan.parts.size()), [&](int index) {
        auto& [images, convolution] = plan.parts[static_cast<std::size_t>(index)];
        float* dOut = dy.data() + images.first * outputs;
        float* dIn = dx ? dx->data() + images.first * inputs : nullptr;
        const std::int64_t pixels = (images.last - images.first) * m_output[0] * m_output[1];
        // One factor; the other is the input, which the forward pass has given.
        std::uint16_t* rounded = isTransposed() ? convolution.roundedX() : convolution.roundedDy();
        rectifyBackward(y.data() + images.first * outputs, dOut,
                        dBias.empty() ? nullptr : plan.biases.of(index, dBias),
                        {pixels, m_config.channels, 0, m_config.channels}, m_config.slope, rounded);
        if (!rounded) {
            isTransposed() ? convolution.takeX(dOut) : convolution.takeDy(dOut);
        }
        if (learn) {
            convolution.backwardWeights(plan.weights.of(index, dWeight));
        }
        if (dIn) {
            isTransposed() ? convolution.forward(weights, nullptr, dIn)
                           : convolution.backwardData(weights, dIn);
        }
    });
    if (learn) {
        plan.weights.addTo(dWeight);
        plan.biases.addTo(dBias);
    }
}

} // namespace latentscape
