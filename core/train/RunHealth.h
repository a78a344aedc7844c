// How a run is doing, judged from its results on held-out images epoch by epoch: the one sentence a newcomer
// wants to read. A rule of thumb, not a statistic. A value; any thread.
#pragma once

#include "core/train/Snapshot.h"

namespace latentscape {

class RunHealth {
public:
    enum class Verdict {
        Starting,    // no epoch has ended since the start or the last live change
        Slow,        // the held-out loss falls, but the latents tell next to nothing about an image yet
        Learning,    // the held-out loss still falls
        Settled,     // it has not fallen noticeably for some epochs
        Overfitting, // it has risen while the training loss fell on
        Collapsed,   // no latent tells anything about the image (posterior collapse)
        Matched,     // a GAN whose two networks are of about the same strength
        Outplayed,   // a GAN whose discriminator always tells: the generator learns nothing from it
    };

    explicit RunHealth(ModelKind kind = ModelKind::Vae)
        : m_kind(kind) {}

    // After a live change, and in each epoch of a KL warm-up, the judging begins anew: what is minimised is
    // another thing, or the steps are of another size.
    void add(const Snapshot& snapshot);

    Verdict verdict() const { return m_verdict; }
    int latents() const { return m_latents; }
    int activeLatents() const { return m_activeLatents; }
    // How real a GAN's discriminator found real and made images in the last epoch, 0 to 1.
    float dReal() const { return m_dReal; }
    float dFake() const { return m_dFake; }

private:
    void add(const EpochResult& epoch);
    void restart();
    Verdict judge(const EpochResult& epoch) const;

    ModelKind m_kind;
    Verdict m_verdict = Verdict::Starting;
    float m_beta = 1;
    float m_bestHeldOut = 0;
    float m_trainAtBest = 0;
    int m_epochs = 0;
    int m_sinceBest = 0;
    int m_latents = 0;
    int m_activeLatents = 0;
    float m_dReal = 0;
    float m_dFake = 0;
};

} // namespace latentscape
