// Latents for random samples from a mixture of Gaussians that is fitted to the encodings of training images,
// beside the window: anew when they are asked for and the weights are others. For VAEs. UI thread.
#pragma once

#include "core/train/GaussianMixture.h"
#include "core/train/Snapshot.h"
#include "ui/LatestTask.h"

#include <QObject>

#include <memory>
#include <vector>

namespace latentscape {

class ExploredModel;

class FittedLatents : public QObject {
    Q_OBJECT

public:
    // The model must outlive it.
    explicit FittedLatents(const ExploredModel* model, QObject* parent = nullptr);

    bool canFit() const;
    QString whyNot() const; // it can't; empty: it can
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

    const ExploredModel* m_model;
    std::shared_ptr<const Weights> m_fittedTo;
    std::shared_ptr<const GaussianMixture> m_mixture;
    LatestTask m_task;
};

} // namespace latentscape
