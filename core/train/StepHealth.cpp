#include "core/train/StepHealth.h"

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

// A quarter more than the loss of weights drawn at random is out of reach of the noise of a batch, and
// descent with steps that are small enough never gets there (LeCun et al. 1998, "Efficient backprop", section
// 4.6: above twice the best rate the error grows).
constexpr float kAboveFirst = 0.25f;
constexpr int kLossSteps = 5; // one bad batch is none

// Pascanu et al. 2013, "On the difficulty of training recurrent neural networks", clip at half to ten times
// the average norm: what is beyond that is out of the ordinary. Three steps in a row are no accident of a
// batch.
constexpr float kUnusual = 10;
constexpr int kUnusualSteps = 3;
constexpr int kStepsToKnow = 10; // what is usual

} // namespace

void StepHealth::Average::add(float value) {
    m_count = std::min(m_count + 1, m_span);
    m_value += (value - m_value) / static_cast<float>(m_count);
}

void StepHealth::add(const LossPoint& point, bool lossCounts) {
    if (lossCounts) {
        judgeLoss(point);
    }
    judgeGradient(point);
}

void StepHealth::judgeLoss(const LossPoint& point) {
    const float loss = point.losses[0];
    if (m_loss.count() == 0 || point.beta != m_beta) { // in a KL warm-up each step's loss is another one
        m_loss = Average(kLossSteps);
        m_firstLoss = m_highestLoss = loss;
        m_beta = point.beta;
    }
    m_loss.add(loss);
    if (m_loss.count() == kLossSteps) {
        m_highestLoss = std::max(m_highestLoss, m_loss.value());
        m_shotUp = m_shotUp || m_highestLoss > m_firstLoss + kAboveFirst * std::abs(m_firstLoss);
    }
}

void StepHealth::judgeGradient(const LossPoint& point) {
    const float norm = point.gradientNorm;
    if (norm <= 0) { // a run of which it is not known
        return;
    }
    const bool known = m_usualNorm.count() >= kStepsToKnow;
    if (!known || norm <= kUnusual * m_usualNorm.value()) {
        m_usualNorm.add(norm);
        m_unusual = 0;
        return;
    }
    m_highestNorm = std::max(m_highestNorm, norm);
    if (++m_unusual >= kUnusualSteps) {
        m_explodedAt = point.step;
    }
}

} // namespace latentscape
