#include "ui/ComparisonMeter.h"

#include "ui/CompareImages.h"
#include "ui/Decoder.h"
#include "ui/SecondModel.h"

#include <algorithm>
#include <utility>

namespace latentscape {

namespace {

constexpr int kInterval = 3000; // ms between two measurements while training, at least,
constexpr int kRest = 4;        // and so many times as long as one takes
constexpr int kPatience = 300;  // ms before work shows its progress

} // namespace

ComparisonMeter::ComparisonMeter(const Decoder* first, const SecondModel* second, const CompareImages* images,
                                 QObject* parent)
    : QObject(parent)
    , m_decoder(first)
    , m_secondModel(second)
    , m_images(images) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ComparisonMeter::measureFirst);
    for (ErrorMeter* meter : {&m_first, &m_second}) {
        connect(meter, &ErrorMeter::measured, this, &ComparisonMeter::measured);
        connect(meter, &ErrorMeter::failed, this, &ComparisonMeter::failed);
        connect(meter, &ErrorMeter::progressed, this, [this, meter](double share) {
            if (!meter->result() && meter->busyFor() > kPatience) {
                emit progressed(meter == &m_first ? tr("measuring all images")
                                                  : tr("measuring all images with B"),
                                share);
            }
        });
    }
}

void ComparisonMeter::setLive(bool training) {
    if (std::exchange(m_live, training) == training) {
        return;
    }
    if (!canMeasure()) {
        cancel();
    } else if (m_decoder->weights() != m_first.weights()) {
        measureLater();
    }
    measureSecond();
}

void ComparisonMeter::setWanted(bool wanted) {
    m_wanted = wanted;
    if (wanted) {
        measure();
    }
}

void ComparisonMeter::forget() {
    m_timer.stop();
    m_first.forget();
    m_second.forget();
}

void ComparisonMeter::forgetSecond() {
    m_second.forget();
}

bool ComparisonMeter::searches() const {
    return m_decoder->model().kind == ModelKind::Gan ||
           (m_secondModel->isOpen() && m_secondModel->decoder()->model().kind == ModelKind::Gan);
}

bool ComparisonMeter::hasWork() const {
    return m_wanted && m_images->data() && m_decoder->hasWeights() && canMeasure();
}

void ComparisonMeter::measure() {
    if (!m_first.result() && !m_first.isBusy()) {
        measureFirst();
    }
    measureSecond();
}

void ComparisonMeter::measureFirst() {
    if (hasWork()) {
        m_first.measure({m_decoder->model(), m_decoder->weights(), m_images->data()}, m_live ? 1 : 0);
        emit began();
    }
}

void ComparisonMeter::measureSecond() {
    if (hasWork() && m_secondModel->isOpen() && !m_second.result() && !m_second.isBusy()) {
        const Decoder& second = *m_secondModel->decoder();
        m_second.measure({second.model(), second.weights(), m_images->data()}, m_live ? 1 : 0);
        emit began();
    }
}

void ComparisonMeter::measureLater() {
    if (m_first.isBusy() || m_timer.isActive() || m_decoder->weights() == m_first.weights()) {
        return;
    }
    const qint64 rest = std::max<qint64>(kInterval, kRest * m_first.took());
    const qint64 passed = m_first.weights() ? m_first.busyFor() : rest;
    m_timer.start(static_cast<int>(std::max<qint64>(0, rest - passed)));
}

void ComparisonMeter::cancel() {
    m_timer.stop();
    m_first.cancel();
    m_second.cancel();
}

} // namespace latentscape
