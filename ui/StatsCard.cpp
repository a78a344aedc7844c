#include "ui/StatsCard.h"

#include "core/train/Metrics.h"
#include "ui/Card.h"
#include "ui/FigureLabel.h"
#include "ui/Figures.h"

#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include <cmath>

namespace latentscape {

namespace {

constexpr int kWidth = 144;   // logical pixels
constexpr int kCalm = 200;    // ms between two changes of the figures, so that they can be read
constexpr double kKeep = 0.8; // of the smoothed losses, a snapshot

QString nats(double value) {
    return QLocale().toString(value, 'f', 1);
}

} // namespace

StatsCard::StatsCard(QWidget* parent)
    : QFrame(parent) {
    setObjectName("stats");
    setProperty("role", "card");
    setFixedWidth(kWidth);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(0);
    m_total = addFigure("totalFigure", tr("ELBO loss"),
                        tr("What training makes small: reconstruction plus β times KL, in nats an image"));
    m_reconstruction = addFigure("reconstructionFigure", tr("Reconstruction"),
                                 tr("How much the decoder still gets wrong about an image, in nats"));
    m_kl = addFigure("klFigure", tr("KL"), tr("How much the latents tell about an image, in nats"));
    m_speed = addFigure("speedFigure", tr("Speed"), tr("Images learnt from in a second"));
    m_left = addFigure("leftFigure", tr("Left"), tr("Time until the last epoch is done"));
    m_step = makeNote();
    column->addWidget(m_step);
    clear();
}

StatsCard::Figure StatsCard::addFigure(const char* objectName, const QString& name, const QString& tip) {
    auto* column = static_cast<QVBoxLayout*>(layout());
    if (column->count() > 0) {
        column->addStretch();
    }
    const Figure figure{new FigureLabel, makeNote()};
    figure.value->setObjectName(QLatin1String(objectName));
    figure.value->setAccessibleName(name);
    QLabel* title = makeNote(name);
    for (QLabel* label : std::initializer_list<QLabel*>{title, figure.value, figure.note}) {
        label->setToolTip(tip);
        column->addWidget(label);
    }
    return figure;
}

void StatsCard::clear() {
    m_hasLosses = false;
    m_lastChange.invalidate();
    for (const Figure& figure : {m_total, m_reconstruction, m_kl, m_speed, m_left}) {
        figure.value->setText(QStringLiteral("–"));
        figure.note->clear();
    }
    m_reconstruction.note->setText(tr("nats an image"));
    m_speed.note->setText(tr("images a second"));
    m_step->clear();
}

void StatsCard::showSnapshot(const Snapshot& snapshot) {
    for (const LossPoint& point : snapshot.losses) {
        for (std::size_t i = 0; i < m_losses.size(); ++i) {
            const double keep = m_hasLosses ? kKeep : 0;
            m_losses[i] = keep * m_losses[i] + (1 - keep) * double{point.losses[i]};
        }
        m_hasLosses = true;
    }
    if (!snapshot.epochs.empty()) {
        const EpochResult& epoch = snapshot.epochs.back();
        m_total.note->setText(tr("held out %1").arg(nats(double{epoch.heldOut[0]})));
        m_kl.note->setText(
            tr("%1 of %2 in use").arg(activeLatents(epoch.klPerLatent)).arg(epoch.klPerLatent.size()));
    }
    const bool calm = m_lastChange.isValid() && !m_lastChange.hasExpired(kCalm);
    if (!calm || snapshot.state != TrainState::Running) {
        m_lastChange.start();
        showProgress(snapshot);
    }
}

void StatsCard::showProgress(const Snapshot& snapshot) {
    if (m_hasLosses) {
        m_total.value->setText(nats(m_losses[0]));
        m_reconstruction.value->setText(nats(m_losses[1]));
        m_kl.value->setText(nats(m_losses[2]));
    }
    if (snapshot.imagesPerSecond > 0) {
        m_speed.value->setText(wholeNumber(std::llround(snapshot.imagesPerSecond)));
    }
    const bool goesOn = snapshot.state == TrainState::Running || snapshot.state == TrainState::Paused;
    m_left.value->setText(goesOn ? minutesAndSeconds(snapshot.secondsLeft) : QStringLiteral("–"));
    if (snapshot.epoch > 0 && snapshot.step > 0) {
        const double stepsPerEpoch = static_cast<double>(snapshot.step) / snapshot.epoch;
        m_left.note->setText(
            tr("epoch %1 of %2")
                .arg(QLocale().toString(snapshot.epoch, 'f', 1),
                     wholeNumber(std::llround(static_cast<double>(snapshot.totalSteps) / stepsPerEpoch))));
    }
    m_step->setText(tr("step %1").arg(wholeNumber(snapshot.step)));
}

} // namespace latentscape
