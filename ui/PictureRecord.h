// What a decoded picture was made of, so that its file can say so and a file that says so can be opened
// again. A value, made on the UI thread; its functions may take some ten milliseconds and belong beside the
// window.
#pragma once

#include "core/io/Animation.h"
#include "core/io/Provenance.h"
#include "core/models/ModelConfig.h"
#include "core/train/LatentPath.h"
#include "core/train/Snapshot.h"
#include "ui/DecodeLoop.h"

#include <QString>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace latentscape {

struct PictureRecord {
    ModelConfig model;
    std::shared_ptr<const Weights> weights;
    std::string checkpoint;          // checkpointName() of the model's file; empty: there is none yet
    std::vector<float> latents = {}; // [pictures][latent]
    std::uint16_t label = 0;         // class of all of them

    Provenance provenance(const std::string& madeBy) const;
};

// The model that is open, from which pictures on the screen come. Owned by ExploreView; UI thread.
class OpenModel {
public:
    void setModel(const ModelConfig& model); // forgets the weights of the one before
    void setWeights(std::shared_ptr<const Weights> weights);
    // Of the file that the model comes from; empty: it is in none.
    void setCheckpoint(const QString& file);

    bool hasWeights() const { return !m_weights.empty(); }
    PictureRecord now() const; // with the newest weights, without a picture
    // Of pictures that were made with the weights of that step, if they are not too old.
    std::optional<PictureRecord> recordOf(std::int64_t step, std::vector<float> latents,
                                          std::uint16_t label) const;
    std::optional<PictureRecord> recordOf(const DecodedImages& decoded) const; // of one class

private:
    static constexpr std::size_t kKept = 4; // while a picture is made, newer weights may come

    ModelConfig m_model;
    std::vector<std::shared_ptr<const Weights>> m_weights; // the newest last
    std::string m_checkpoint;
};

// A picture's file, held against the model that is open.
struct RecordedPicture {
    std::optional<Provenance> made; // nothing: an ordinary picture
    bool sameModel = false;
    QString problem; // why what it says can't be read; else empty
};
QString modelInWords(const Provenance& made); // it was made with

// By its ending: PNG and APNG files.
bool mayCarryRecord(const QString& file);

// What a picture of ours says of how it was made; nothing of any other, of one that tells of no latent, or
// where it can't be read.
std::optional<Provenance> recordIn(const QString& file);

RecordedPicture readRecord(const QString& file, const PictureRecord& open);

// The frames of a walk along `path`, whose classes are `labels`, one a frame. The model is built, used and
// destroyed where the frames are asked for.
FrameSource framesOf(const PictureRecord& open, LatentPath path, std::vector<std::uint16_t> labels);

} // namespace latentscape
