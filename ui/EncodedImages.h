// Where the encoder puts training images, worked out beside the window when somebody asks: what directions,
// paths and maps are made of. Anew when it is asked for and the weights are others. UI thread.
#pragma once

#include "core/tensor/Tensor.h"
#include "ui/LatestTask.h"
#include "ui/ModelCopy.h"

#include <QObject>

#include <memory>
#include <vector>

namespace latentscape {

struct EncodedSet {
    Tensor means;                      // [n, latent]
    std::vector<std::uint16_t> labels; // of each image, or empty
    std::vector<std::string> classNames;
    std::int64_t step = 0; // of the weights
};

class EncodedImages : public QObject {
    Q_OBJECT

public:
    static constexpr std::int64_t kMost = 5'000; // images: a second or so

    explicit EncodedImages(QObject* parent = nullptr);

    void setRun(const TrainConfig& config); // another one
    void setWeights(std::shared_ptr<const Weights> weights);
    void setData(const LoadedData& data); // may be none

    const ModelCopy& model() const { return m_model; }
    bool canEncode() const; // there are weights of a VAE, and images that it takes
    void request();         // ready() or failed() follows, at once if nothing has changed

signals:
    void forgotten(); // another model or other images
    void ready(const std::shared_ptr<const latentscape::EncodedSet>& set);
    void failed(const QString& message);

private:
    void forget();

    ModelCopy m_model;
    std::shared_ptr<const EncodedSet> m_set;
    std::shared_ptr<const Weights> m_setOf;
    LatestTask m_task;
};

} // namespace latentscape
