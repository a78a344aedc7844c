// A model and images small enough to decode many times in a test of a view.
#pragma once

#include "core/data/Dataset.h"
#include "core/models/Model.h"
#include "core/train/Snapshot.h"

#include <memory>
#include <vector>

namespace latentscape {

inline ModelConfig tinyModel(std::int64_t latent = 4) {
    ModelConfig config;
    config.image = {1, 6, 6};
    setDenseWidths(config, {8});
    config.latent = latent;
    return config;
}

inline std::shared_ptr<const Weights> tinyWeights(std::int64_t step,
                                                  const ModelConfig& config = tinyModel()) {
    const std::unique_ptr<Model> model = makeModel(config, {}, static_cast<std::uint64_t>(step));
    const std::span<const float> values = model->parameters().values();
    auto weights = std::make_shared<Weights>(Weights{step, {values.begin(), values.end()}});
    for (float& value : weights->values) {
        value *= 8; // as drawn, all pictures would be nearly the same grey
    }
    return weights;
}

// Each is of another grey, all of them flat.
inline std::shared_ptr<const Dataset> tinyImages(int count, ImageShape shape = tinyModel().image) {
    std::vector<std::uint8_t> pixels;
    for (int i = 0; i < count; ++i) {
        pixels.insert(pixels.end(), static_cast<std::size_t>(shape.pixels()),
                      static_cast<std::uint8_t>(i * 37));
    }
    return std::make_shared<Dataset>("tiny", shape, std::move(pixels));
}

// Image i is of class i % 3.
inline std::shared_ptr<const Dataset> labelledImages(int count) {
    const auto plain = tinyImages(count);
    std::vector<std::uint8_t> pixels;
    Factors factors{{"label"}, {}, {"square", "ellipse", "heart"}};
    for (int i = 0; i < count; ++i) {
        pixels.insert(pixels.end(), plain->pixels(i).begin(), plain->pixels(i).end());
        factors.values.push_back(static_cast<std::uint16_t>(i % 3));
    }
    return std::make_shared<Dataset>("labelled", plain->shape(), std::move(pixels), std::move(factors));
}

} // namespace latentscape
