// Where the encoder puts training images, worked out beside the window when somebody asks: what directions,
// paths and maps are made of. Anew when it is asked for and the weights are others. UI thread.
#pragma once

#include "core/tensor/Tensor.h"
#include "core/train/Snapshot.h"
#include "ui/ExploredModel.h"
#include "ui/LatestTask.h"

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

    // The model must outlive it.
    explicit EncodedImages(const ExploredModel* model, QObject* parent = nullptr);

    const ExploredModel& model() const { return *m_model; }
    void request(); // ready() or failed() follows, at once if nothing has changed

signals:
    void forgotten(); // another model or other images
    void ready(const std::shared_ptr<const latentscape::EncodedSet>& set);
    void failed(const QString& message);

private:
    void forget();

    const ExploredModel* m_model;
    std::shared_ptr<const EncodedSet> m_set;
    std::shared_ptr<const Weights> m_setOf;
    LatestTask m_task;
};

} // namespace latentscape
