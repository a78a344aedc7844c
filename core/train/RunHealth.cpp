#include "core/train/RunHealth.h"

#include "core/train/Metrics.h"

#include <cmath>

namespace latentscape {

namespace {

constexpr float kNoticeable = 1e-3f;  // of the loss; less is the noise of one z sample an image
constexpr int kPatience = 3;          // epochs without a noticeably better one
constexpr float kAlwaysTells = 0.95f; // probability of being real
constexpr float kLittle = 1;          // nats; all latents together tell too little for images to differ

} // namespace

void RunHealth::add(const Snapshot& snapshot) {
    auto change = snapshot.changes.begin();
    for (const EpochResult& epoch : snapshot.epochs) {
        for (; change != snapshot.changes.end() && change->epoch < static_cast<double>(epoch.epoch);
             ++change) {
            restart();
        }
        add(epoch);
    }
    if (change != snapshot.changes.end()) {
        restart();
    }
}

void RunHealth::add(const EpochResult& epoch) {
    if (m_kind == ModelKind::Gan) {
        m_dReal = epoch.train[2];
        m_dFake = epoch.train[3];
        m_verdict =
            m_dReal > kAlwaysTells && m_dFake < 1 - kAlwaysTells ? Verdict::Outplayed : Verdict::Matched;
        return;
    }
    m_latents = static_cast<int>(epoch.klPerLatent.size());
    m_activeLatents = latentscape::activeLatents(epoch.klPerLatent);
    if (epoch.beta != m_beta) {
        restart();
        m_beta = epoch.beta;
    }
    const float heldOut = epoch.heldOut[0];
    if (m_epochs++ == 0 || heldOut < m_bestHeldOut - kNoticeable * std::abs(m_bestHeldOut)) {
        m_bestHeldOut = heldOut;
        m_trainAtBest = epoch.train[0];
        m_sinceBest = 0;
    } else {
        ++m_sinceBest;
    }
    m_verdict = judge(epoch);
}

void RunHealth::restart() {
    m_epochs = 0;
    m_verdict = Verdict::Starting;
}

RunHealth::Verdict RunHealth::judge(const EpochResult& epoch) const {
    if (m_latents > 0 && m_activeLatents == 0) {
        return Verdict::Collapsed;
    }
    if (m_sinceBest < kPatience) {
        return m_latents > 0 && epoch.heldOut[2] < kLittle ? Verdict::Slow : Verdict::Learning;
    }
    const bool rose = epoch.heldOut[0] > m_bestHeldOut + kNoticeable * std::abs(m_bestHeldOut);
    const bool trainFell = epoch.train[0] < m_trainAtBest - kNoticeable * std::abs(m_trainAtBest);
    return rose && trainFell ? Verdict::Overfitting : Verdict::Settled;
}

} // namespace latentscape
