// The decoding thread's work: a mailbox with one slot for each kind of request, in the order of their
// urgency, and the loop that serves it with a model of its own. A newer request replaces an older one of its
// kind; pictures that are still wanted are made again when newer weights arrive. Owned by Decoder; run() is
// the thread, everything else may be called from any thread and waits for nothing but a short lock.
#pragma once

#include "core/data/Dataset.h"
#include "core/models/Model.h"
#include "core/train/ReconstructionErrors.h"
#include "core/train/Snapshot.h"

#include <array>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace latentscape {

// The most urgent first.
enum class DecodeKind { Point, Strips, Encoding, Reconstruction, Sheet, Manifold, Kl };
inline constexpr std::size_t kDecodeKinds = 7;

struct DecodeRequest {
    DecodeKind kind = DecodeKind::Point;
    std::uint64_t id = 0;
    std::vector<float> latents;          // Point, Strips, Sheet, Manifold: [n, latent]
    std::vector<std::uint16_t> labels;   // likewise: as which classes a conditional model makes them, one of
                                         // all or one of each
    std::shared_ptr<const Dataset> data; // the other kinds
    std::vector<std::uint32_t> indices;  // Encoding (one), Reconstruction
};

using Images = std::shared_ptr<const std::vector<Image>>;

// Each result carries the request it answers and the step of the weights that made it.
struct DecodeOrigin {
    DecodeKind kind = DecodeKind::Point;
    std::uint64_t id = 0;
    std::int64_t step = 0;
};

struct DecodedImages {
    DecodeOrigin origin;
    Images images;
    // As the request had them: meanwhile another may have been asked for.
    std::vector<float> latents;
    std::vector<std::uint16_t> labels;
};

struct EncodedImage {
    DecodeOrigin origin;
    std::uint32_t index = 0;
    std::vector<float> mean; // [latent]
};

struct ReconstructedImages {
    DecodeOrigin origin;
    std::vector<std::uint32_t> indices;
    Images originals;
    Images generated;
    ReconstructionErrors errors; // of each
};

// What each latent tells of the images of a whole data set.
struct LatentKl {
    DecodeOrigin origin;
    std::vector<float> klPerLatent; // nats, mean over images; none of a GAN
};

struct DecodeFailure {
    DecodeOrigin origin;
    std::string message;
};

using DecodeResult = std::variant<DecodedImages, EncodedImage, ReconstructedImages, LatentKl, DecodeFailure>;

class DecodeLoop {
public:
    // `deliver` is called on the decoding thread.
    explicit DecodeLoop(std::function<void(std::shared_ptr<const DecodeResult>)> deliver);

    // Forgets all requests and weights of the model before.
    void setModel(const ModelConfig& config);
    void setWeights(std::shared_ptr<const Weights> weights);
    // Served as soon as there are weights.
    void submit(DecodeRequest request);
    // The request of this kind is no longer wanted.
    void release(DecodeKind kind);

    void run(); // blocks until stop()
    void stop();

private:
    using Clock = std::chrono::steady_clock;

    struct Slot {
        DecodeRequest request;
        bool due = true;
        std::shared_ptr<const Weights> made; // with these weights it was answered last
    };

    // The pictures of a manifold that are made so far; survives more urgent requests in between.
    struct Filling {
        std::uint64_t id = 0;
        std::shared_ptr<const Weights> weights; // the same for all pictures
        std::shared_ptr<std::vector<Image>> images;
        Clock::duration spent{};
    };

    // What measuring has found so far; likewise.
    struct Measuring {
        std::uint64_t id = 0;
        std::shared_ptr<const Weights> weights; // the same for all images
        std::int64_t done = 0;
        std::vector<double> klSums;
    };

    struct Work {
        DecodeRequest request;
        std::shared_ptr<const Weights> weights;
    };

    std::optional<Work> next(); // blocks; none: the end
    Slot* nextSlot();
    Clock::duration served() const;
    void buildModel(const ModelConfig& config);
    void load(const std::shared_ptr<const Weights>& weights);
    void serve(const Work& work);
    void decode(const Work& work);
    void encode(const Work& work);
    void reconstruct(const Work& work);
    void fillManifold(const Work& work);
    void measureChunk(const Work& work);
    void isMade(const DecodeRequest& request, const std::shared_ptr<const Weights>& weights);
    void finish(const DecodeRequest& request);

    template <typename Result> void deliver(Result result) {
        m_deliver(std::make_shared<const DecodeResult>(std::move(result)));
    }

    const std::function<void(std::shared_ptr<const DecodeResult>)> m_deliver;

    std::mutex m_mutex; // guards what follows
    std::condition_variable m_changed;
    bool m_stopping = false;
    std::optional<ModelConfig> m_newModel;
    std::shared_ptr<const Weights> m_weights;
    std::array<std::optional<Slot>, kDecodeKinds> m_slots;
    Clock::time_point m_remade; // when pictures were last made again for newer weights

    // The decoding thread's own.
    std::unique_ptr<Model> m_model;
    std::shared_ptr<const Weights> m_loaded;
    Filling m_filling;
    Measuring m_measuring;
    std::array<Clock::duration, kDecodeKinds> m_served{}; // how long the last request of each kind took
};

} // namespace latentscape
