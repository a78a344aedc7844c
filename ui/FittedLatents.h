// Latents for random samples from a mixture of Gaussians that is fitted to the encodings of training images,
// beside the window: anew when they are asked for and the weights are others. For VAEs. UI thread.
#pragma once

#include "core/train/GaussianMixture.h"
#include "ui/LatestTask.h"
#include "ui/ModelCopy.h"

#include <QObject>

#include <memory>
#include <vector>

namespace latentscape {

class FittedLatents : public QObject {
    Q_OBJECT

public:
    explicit FittedLatents(QObject* parent = nullptr);

    void setRun(const TrainConfig& config); // another one
    void setWeights(std::shared_ptr<const Weights> weights);
    void setData(const LoadedData& data); // may be none

    bool canFit() const; // there are weights of a VAE, and images that it takes
    bool isFitting() const { return m_task.isBusy(); }

    void draw(); // drawn() or failed() follows
    void cancel();

signals:
    void changed();                // what canFit() says
    void progressed(double share); // of the fit
    void drawn(const std::vector<float>& latent);
    void failed(const QString& message);

private:
    void forget();
    void drawFrom(const GaussianMixture& mixture);

    ModelCopy m_model;
    std::shared_ptr<const Weights> m_fittedTo;
    std::shared_ptr<const GaussianMixture> m_mixture;
    LatestTask m_task;
};

} // namespace latentscape
