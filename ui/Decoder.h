// Pictures from latents, on a thread of its own. Lives on the UI thread, where no call blocks; owns the
// decoding thread, which has its own model and the newest weights it was given. The newest request of each
// kind wins, a result that has become stale is dropped. Point, strips, manifold and reconstructions are made
// again when newer weights arrive, until released.
#pragma once

#include "ui/DecodeLoop.h"

#include <QObject>
#include <QThread>

#include <array>

namespace latentscape {

class Decoder : public QObject {
    Q_OBJECT

public:
    explicit Decoder(QObject* parent = nullptr);
    ~Decoder() override; // ends the thread; waits for the request it is at, some milliseconds

    void
    setModel(const ModelConfig& config); // weights, requests and results of the model before are forgotten
    void setWeights(std::shared_ptr<const Weights> weights);
    const ModelConfig& model() const { return m_model; }
    bool hasWeights() const { return m_weights != nullptr; }
    const std::shared_ptr<const Weights>& weights() const { return m_weights; } // the newest; null: none

    // Each returns the id that its results will carry, and is served as soon as there are weights.
    // label: of which class a conditional model makes them.
    std::uint64_t decodePoint(std::vector<float> latent, std::uint16_t label = 0);
    std::uint64_t decodeStrips(std::vector<float> latents, std::uint16_t label = 0); // [n, latent]
    // Of many points; gives way to all requests but a measurement.
    std::uint64_t decodeManifold(std::vector<float> latents, std::uint16_t label = 0); // [n, latent]
    std::uint64_t decodeSheet(std::vector<float> latents, std::vector<std::uint16_t> labels = {});
    std::uint64_t encode(std::shared_ptr<const Dataset> data, std::uint32_t index);
    std::uint64_t reconstruct(std::shared_ptr<const Dataset> data, std::vector<std::uint32_t> indices);
    // The KL of a whole data set, with the weights of now. Gives way to every other request.
    std::uint64_t measureKl(std::shared_ptr<const Dataset> data);
    void release(DecodeKind kind); // not wanted any more; cancels measuring

signals:
    void modelChanged();
    void weightsArrived(); // the first ones of this model
    void pointDecoded(const latentscape::DecodedImages& result);
    void stripsDecoded(const latentscape::DecodedImages& result);
    void manifoldDecoded(const latentscape::DecodedImages& result);
    void sheetDecoded(const latentscape::DecodedImages& result);
    void encoded(const latentscape::EncodedImage& result);
    void reconstructed(const latentscape::ReconstructedImages& result);
    void klMeasured(const latentscape::LatentKl& result);
    void failed(const QString& message);

private:
    std::uint64_t submit(DecodeRequest request);
    void accept(const DecodeResult& result);

    ModelConfig m_model;
    std::shared_ptr<const Weights> m_weights;
    std::uint64_t m_lastId = 0;
    std::array<std::uint64_t, kDecodeKinds> m_wanted{}; // the newest id of each kind; 0: none
    DecodeLoop m_loop;
    std::unique_ptr<QThread> m_thread;
};

} // namespace latentscape
