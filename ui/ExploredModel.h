// The model that Explore is about: of which run, its newest weights, and the images it learns from. Work
// beside the window takes a copy and begins anew when it is told that the model is another. Owned by
// ExploreView; UI thread.
#pragma once

#include "ui/ModelCopy.h"

#include <QObject>

namespace latentscape {

class ExploredModel : public QObject {
    Q_OBJECT

public:
    void setRun(const TrainConfig& config); // another one: its weights are still to come
    void setData(const LoadedData& data);   // may be none
    void setWeights(std::shared_ptr<const Weights> weights);

    const ModelCopy& now() const { return m_copy; }
    bool isVae() const { return m_copy.config.model.kind == ModelKind::Vae; }
    // There are weights of a VAE, and images that it takes.
    bool canEncode() const { return isVae() && m_copy.isComplete(); }

signals:
    void replaced(); // it is another one, or its images are others: nothing that was made with it holds
    void weightsArrived();

private:
    ModelCopy m_copy;
};

} // namespace latentscape
