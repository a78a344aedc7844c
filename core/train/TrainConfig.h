// All settings of a run. Plain data with the defaults of a newcomer's first run; saved as config.json and in
// every checkpoint.
#pragma once

#include "core/data/Augmentation.h"
#include "core/data/Binarisation.h"
#include "core/data/DataSource.h"
#include "core/models/Model.h"
#include "core/train/Schedule.h"

#include <string>
#include <vector>

namespace latentscape {

struct TrainConfig {
    std::string preset = "dense-400"; // what the settings started from; a name for logs
    ModelConfig model;
    OptimizerConfig optimizer;
    std::string data = "shapes"; // what loadData() takes
    std::int64_t limit = 0;
    int side = 0; // with fit and colour: what the images are brought to, as ImageForm has it
    Fit fit = Fit::Crop;
    Colour colour = Colour::Auto;
    AugmentConfig augment;              // changes to the training images
    Binarise binarise = Binarise::None; // of all images
    bool conditional = false;           // on the images' labels, which the model is told
    std::int64_t epochs = 10;
    std::int64_t batch = 128;
    float learningRate = 1e-3f;
    float beta = 1.0f;
    std::int64_t samples = 1;  // of z an image: more than one is the importance-weighted bound (Vae)
    float freeBits = 0;        // nats of each latent's KL that cost nothing (Vae)
    ScheduleConfig schedule;   // of both
    std::int64_t patience = 0; // epochs without a better held-out loss that end the run; 0: none do
    float minDelta = 0;        // nats by which a better loss must be better
    std::uint64_t seed = 0;
    int threads = 0; // 0: as many as the machine has
};

// Throws Error (Usage) naming the setting that is out of range.
void validate(const TrainConfig& config);

// How loadData() is to read a run's images.
LoadOptions loadOptions(const TrainConfig& config);

// How many steps of the batch of now lie before a place in a run on so many images; `cursor` counts those
// taken in its epoch. It is the number of steps taken, unless the batch was another one before.
std::int64_t stepsBefore(const TrainConfig& config, std::int64_t epoch, std::int64_t cursor,
                         std::int64_t images);
std::int64_t stepsPerEpoch(const TrainConfig& config, std::int64_t images);

// What is in force in the step that follows `step` steps (stepsBefore()), in a run on so many images.
StepControls controlsAt(const TrainConfig& config, std::int64_t step, std::int64_t images);

// JSON objects. Reading throws Error (Input) naming the key.
std::string toJson(const TrainConfig& config);
TrainConfig trainConfigFromJson(const std::string& json);

} // namespace latentscape
