// What a saved picture says about itself, so that it can be made again: one JSON document in the metadata of
// a PNG file. A value; any thread.
#pragma once

#include "core/io/Enlarge.h"
#include "core/models/Model.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latentscape {

struct Checkpoint;

// The key of the PNG file's text.
inline constexpr const char* kProvenanceKey = "Latentscape";

inline constexpr std::int64_t kMostLatentValues = 2'500'000; // of all pictures of a sheet together
inline constexpr float kLargestLatent = 1e6f;                // in size

struct Provenance {
    std::string app;                        // "latentscape 0.1.0"
    std::string madeBy;                     // "sample", "traverse", "explore", ...
    std::string checkpoint;                 // checkpointName() of its file; empty: the run was not saved yet
    std::string weights;                    // modelChecksum() of the model
    std::int64_t step = 0;                  // after which the weights were as they are
    std::optional<std::uint64_t> seed = {}; // that the latents were drawn from

    // Of each picture in the order of the sheet. No latents: they are not known, or were too many.
    std::int64_t dimensions = 0;
    std::vector<float> latents = {};         // [pictures][dimensions]
    std::vector<std::uint16_t> classes = {}; // one a picture; none: the model knows no classes

    int columns = 1; // of the sheet
    Enlargement enlargement = {};

    std::int64_t pictures() const;
    Provenance ofPicture(std::int64_t index) const; // alone
    bool operator==(const Provenance&) const = default;
};

// Makes one where a file is written, for which it may have to make the model: on the writer's thread, so that
// it must hold finished values.
using ProvenanceSource = std::function<Provenance()>;

// All but what the pictures show: app, weights and dimensions are the model's own.
Provenance provenanceOf(Model& model, const std::string& checkpoint, std::int64_t step,
                        const std::string& madeBy);

// Of the model that a checkpoint holds, whose file this is. Makes it. Throws Error as restoreModel() does.
Provenance provenanceOf(const Checkpoint& checkpoint, const std::filesystem::path& file,
                        const std::string& madeBy);

// The file's name and that of its folder, which is the run's: "run/checkpoint.safetensors".
std::string checkpointName(const std::filesystem::path& file);

// CRC-32, as eight hex digits, of the weights that make pictures. Of a VAE it is the weightsChecksum() of its
// checkpoint, of a GAN that of its generator alone.
std::string modelChecksum(Model& model);

// Latents are left out when there are more than kMostLatentValues, or too many digits of them.
std::string toJson(const Provenance& provenance);
// Throws Error (Input) naming what is missing, of another type, out of range or too much.
Provenance provenanceFromJson(std::string_view text);

// Nothing for a PNG file that carries none. Throws Error (Input) naming the file for what is no PNG file, is
// damaged, or carries a document that is not one of ours; (Io).
std::optional<Provenance> readProvenance(const std::filesystem::path& file);

} // namespace latentscape
