// How a run is doing, judged from what its snapshots say: the one sentence a newcomer wants to read, and what
// goes wrong, by name. Rules of thumb, not statistics. A value; any thread.
#pragma once

#include "core/train/Finding.h"
#include "core/train/Snapshot.h"
#include "core/train/StepHealth.h"
#include "core/train/TrainConfig.h"

#include <vector>

namespace latentscape {

class RunHealth {
public:
    // While nothing goes wrong.
    enum class Verdict {
        Starting, // no epoch has ended since the start or the last live change
        Slow,     // the held-out loss falls, but the latents tell next to nothing about an image yet
        Learning, // the held-out loss still falls
        Settled,  // it has not fallen noticeably for some epochs
        Matched,  // a GAN whose two networks are of about the same strength
    };

    explicit RunHealth(const TrainConfig& config = {})
        : m_config(config) {}
    void setConfig(const TrainConfig& now) { m_config = now; } // after a live change

    // After a live change, and in each epoch of a KL warm-up, the judging begins anew: what is minimised is
    // another thing, or the steps are of another size.
    void add(const Snapshot& snapshot);

    Verdict verdict() const { return m_verdict; }
    const std::vector<Finding>& findings() const { return m_findings; } // the worst first, one of a kind
    int latents() const { return m_latents; }
    int activeLatents() const { return m_activeLatents; }
    // How real a GAN's discriminator found real and made images in the last epoch, 0 to 1.
    float dReal() const { return m_epoch.train[2]; }
    float dFake() const { return m_epoch.train[3]; }

private:
    // Epochs in a row that look alike.
    struct Streak {
        int epochs = 0;
        void add(bool looksSo) { epochs = looksSo ? epochs + 1 : 0; }
    };
    // Everything that begins anew.
    struct Judgement {
        StepHealth steps;
        int epochs = 0;
        std::int64_t firstStep = 0; // of it
        EpochResult best;           // on held-out images
        float firstTrain = 0;
        float leastTrain = 0;
        float highestRate = 0;
        int sinceBest = 0;
        Streak rising, moving, creeping, fading, telling, alike, narrow, collapsed, outplayed, giving, learning;
    };

    void take(const LossPoint& point);
    void take(const EpochResult& epoch);
    void restart();
    void judgeVae(const EpochResult& epoch);
    void judgeGan(const EpochResult& epoch);
    void judgeSigns(const EpochResult& epoch);
    void find(TrainState state);
    void findInSteps(bool diverged);
    void findInVae();
    void findInGan();
    bool isVae() const { return m_config.model.kind == ModelKind::Vae; }
    bool overfits() const;
    bool alwaysTells(const EpochResult& epoch) const;
    bool cannotTell(const EpochResult& epoch) const;
    Finding& report(Finding::Kind kind, std::string title, std::string sentence);

    TrainConfig m_config;
    Judgement m_now;
    EpochResult m_epoch; // the last
    float m_rate = 0;    // in force in the last step, 0: not known
    float m_betaInForce = 1;
    std::int64_t m_step = 0;
    float m_firstLoss = 0; // of the run
    Verdict m_verdict = Verdict::Starting;
    std::vector<Finding> m_findings;
    int m_latents = 0;
    int m_activeLatents = 0;
};

} // namespace latentscape
