// What single steps tell: a loss that has risen above where it began, and a gradient that has outgrown its
// usual size. A value; any thread.
#pragma once

#include "core/train/Snapshot.h"

namespace latentscape {

class StepHealth {
public:
    // `lossCounts`: the first loss is what training makes small (not so of a GAN).
    void add(const LossPoint& point, bool lossCounts);

    // Where the loss began, and the most that it has been since, averaged over some steps.
    bool hasShotUp() const { return m_shotUp; }
    float firstLoss() const { return m_firstLoss; }
    float highestLoss() const { return m_highestLoss; }
    void recover() { m_shotUp = false; } // it has learnt something nevertheless

    bool hasExploded() const { return m_explodedAt > 0; }
    bool isExploding() const { return m_unusual > 0; }
    std::int64_t explodedAt() const { return m_explodedAt; } // step of the last time
    float usualNorm() const { return m_usualNorm.value(); }
    float highestNorm() const { return m_highestNorm; }
    void calmDown() { m_explodedAt = 0; }

private:
    // Moving average over the last `span` values, without bias to its start.
    class Average {
    public:
        explicit Average(int span)
            : m_span(span) {}
        void add(float value);
        float value() const { return m_value; }
        int count() const { return m_count; } // at most the span

    private:
        int m_span;
        int m_count = 0;
        float m_value = 0;
    };

    void judgeLoss(const LossPoint& point);
    void judgeGradient(const LossPoint& point);

    float m_firstLoss = 0;
    float m_highestLoss = 0;
    float m_beta = 0;
    Average m_loss{5};
    bool m_shotUp = false;

    Average m_usualNorm{100};
    int m_unusual = 0; // steps in a row
    float m_highestNorm = 0;
    std::int64_t m_explodedAt = 0;
};

} // namespace latentscape
