// A convolution and its two gradients, built for one batch and executed on the one thread that calls. Images
// are [n, height, width, channels] throughout: on the processors we measured oneDNN's kernels are as fast on
// that layout as on their own, and no layer has to reorder what another one made.
//
// Weights stay as PyTorch has them, [out, in, kernel, kernel], so that they can be exchanged; each operation
// keeps a copy in the layout its kernel likes and packs it anew when the weights' version has changed.
#pragma once

#include "core/tensor/Dnnl.h"
#include "core/tensor/Precision.h"
#include "core/tensor/Tensor.h"

#include <cstdint>
#include <optional>

namespace latentscape::onednn {

struct ConvolutionShape {
    std::int64_t n = 0;
    std::int64_t height = 0, width = 0, channels = 0; // of x
    std::int64_t outHeight = 0, outWidth = 0, outChannels = 0;
    std::int64_t kernel = 0, stride = 1, padding = 0; // in both directions

    std::int64_t inputSize() const { return n * height * width * channels; }
    std::int64_t outputPixels() const { return n * outHeight * outWidth; }
    std::int64_t outputSize() const { return outputPixels() * outChannels; }
    std::int64_t patch() const { return kernel * kernel * channels; } // of x that one pixel of y sees
    std::int64_t weightSize() const { return outChannels * patch(); }
    std::int64_t multiplyAdds() const { return outputPixels() * weightSize(); }
};

// Plain weights with their version: the same version, the same values.
struct VersionedWeights {
    const float* values;
    std::uint64_t version;
};

// What forward() does behind the product: + bias [out], then a rectifier of this slope below zero (1: none).
struct ConvolutionEpilogue {
    bool bias = false;
    float slope = 1;
};

class Convolution {
public:
    // Bf16 is ignored where it does not pay: on processors without it, and for few channels.
    explicit Convolution(const ConvolutionShape& shape, ConvolutionEpilogue epilogue = {},
                         Precision precision = Precision::F32);

    // First x (of the larger image) or dy (of the smaller) is given, then what follows from it is asked for;
    // the gradient of the weights needs both. A pointer must stay valid until then.
    void takeX(const float* x) { m_x.take(x); }
    void takeDy(const float* dy) { m_dy.take(dy); }
    // Where whoever makes them can put them rounded instead; null where floats are taken.
    std::uint16_t* roundedX() { return m_x.rounded(); }
    std::uint16_t* roundedDy() { return m_dy.rounded(); }

    // Each is built when it is first called: a decoder needs no gradient.
    void forward(VersionedWeights weights, const float* bias, float* y); // of x
    void backwardData(VersionedWeights weights, float* dx);              // of dy
    void backwardWeights(float* dWeights);                               // of both

private:
    // Values as the products take them: floats as they are, or rounded once for all that use them.
    class Factor {
    public:
        Factor(std::int64_t size, Precision precision);
        void take(const float* values);
        std::uint16_t* rounded() { return m_rounded.empty() ? nullptr : m_rounded.data(); }
        const void* row(std::int64_t first) const; // from value `first` on

    private:
        const float* m_floats = nullptr;
        std::vector<std::uint16_t> m_rounded; // empty: floats are taken
    };
    // Of one primitive: weights in its layout, and the way from or to the plain one where they differ:
    // oneDNN's reorder or, where blocks are filled up, the place of each value.
    struct Packed {
        std::optional<Primitive> reorder;
        std::vector<std::int32_t> places;
        bool rounds = false; // they are bf16
        AlignedFloats values;
        std::uint64_t version = 0;

        bool isPlain() const { return !reorder && places.empty(); }
        const float* of(VersionedWeights weights);
        void toPlain(float* gradient); // of the weights, when it was not made there

    private:
        void put(const float* weights);
    };
    static Packed packing(const dnnl::memory::desc& from, const dnnl::memory::desc& to,
                          const dnnl::memory::desc& packed);
    struct Operation {
        Primitive primitive;
        Packed weights;
    };
    // dx as a product into columns, one a pixel of y and value of its patch, which are then added up where
    // patches overlap: some images at a time, so that the columns stay in the cache. Faster than oneDNN's
    // gradient for few channels, of which it computes a full block of 16, and in bf16 for strides over 1,
    // where the columns are rounded too: half the bytes to go through, as precise as a gradient that is
    // itself rounded.
    struct Columns {
        std::int64_t images; // at a time
        Matmul product;      // for so many images
        std::optional<Matmul> rest;
        AlignedFloats
            values;     // [images, outHeight, outWidth, kernel, kernel, channels], of the precision's type
        Packed weights; // [out, kernel, kernel, in]
    };
    // In bf16 the weights' gradient is a sum of products with all patches of some images at a time: up to six
    // times as fast as oneDNN's.
    struct Patches {
        std::int64_t images; // at a time
        Primitive product;   // adds to the sum, for so many images
        std::optional<Primitive> rest;
        std::vector<std::uint16_t> values; // [images, outHeight, outWidth, kernel, kernel, channels]
        Packed sum;                        // [out, kernel, kernel, in]
    };

    Operation buildForward() const;
    Operation buildBackwardData() const;
    Operation buildBackwardWeights() const;
    Columns buildColumns() const;
    void backwardDataByColumns(VersionedWeights weights, float* dx);
    Patches buildPatches() const;
    void backwardWeightsByPatches(float* dWeights);
    void gatherPatches(const std::uint16_t* x, std::uint16_t* patches) const; // of one image

    ConvolutionShape m_shape;
    ConvolutionEpilogue m_epilogue;
    Precision m_precision;
    Factor m_x;
    Factor m_dy;
    std::optional<Operation> m_forward;
    std::optional<Operation> m_backwardData;
    std::optional<Operation> m_backwardWeights;
    std::optional<Columns> m_columns;
    std::optional<Patches> m_patches;
};

} // namespace latentscape::onednn
