#include "ui/StatsCard.h"

#include "core/train/Metrics.h"
#include "ui/Card.h"
#include "ui/FigureLabel.h"
#include "ui/Figures.h"
#include "ui/Glossary.h"

#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include <cmath>

namespace latentscape {

namespace {

constexpr int kWidth = 144;   // logical pixels
constexpr int kCalm = 200;    // ms between two changes of the figures, so that they can be read
constexpr double kKeep = 0.8; // of the smoothed losses, a snapshot

} // namespace

StatsCard::StatsCard(QWidget* parent)
    : QFrame(parent) {
    setObjectName("stats");
    setProperty("role", "card");
    setFixedWidth(kWidth);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(0);
    m_lossFigures = {addFigure("totalFigure"), addFigure("reconstructionFigure"), addFigure("klFigure")};
    m_speed = addFigure("speedFigure");
    m_speed.explain(tr("Speed"), tr("Images learnt from in a second"));
    m_left = addFigure("leftFigure");
    m_step = makeNote();
    column->addWidget(m_step);
    clear(ModelKind::Vae);
}

StatsCard::Figure StatsCard::addFigure(const char* objectName) {
    auto* column = static_cast<QVBoxLayout*>(layout());
    if (column->count() > 0) {
        column->addStretch();
    }
    const Figure figure{makeNote(), new FigureLabel, makeNote()};
    figure.value->setObjectName(QLatin1String(objectName));
    for (QLabel* label : std::initializer_list<QLabel*>{figure.title, figure.value, figure.note}) {
        column->addWidget(label);
    }
    return figure;
}

void StatsCard::Figure::explain(const QString& name, const QString& tip) const {
    title->setText(name);
    value->setAccessibleName(name);
    for (QLabel* label : std::initializer_list<QLabel*>{title, value, note}) {
        label->setToolTip(tip);
    }
}

void StatsCard::clear(ModelKind kind) {
    m_kind = kind;
    m_hasLosses = false;
    m_secondsTrained = 0;
    m_lastChange.invalidate();
    for (const Figure& figure : {m_lossFigures[0], m_lossFigures[1], m_lossFigures[2], m_speed, m_left}) {
        figure.value->setText(QStringLiteral("–"));
        figure.note->clear();
    }
    const auto& [first, second, third] = m_lossFigures;
    if (kind == ModelKind::Vae) {
        first.explain(tr("ELBO loss"), tipOf(Term::Elbo));
        second.explain(tr("Reconstruction"), tipOf(Term::Reconstruction));
        second.note->setText(tr("nats an image"));
        third.explain(tr("KL"), tipOf(Term::Kl));
    } else {
        first.explain(tr("Discriminator loss"), tipOf(Term::DiscriminatorLoss));
        second.explain(tr("Generator loss"), tipOf(Term::GeneratorLoss));
        third.explain(tr("D(real), D(made)"), tipOf(Term::DiscriminatorScores));
    }
    m_speed.note->setText(tr("images a second"));
    m_left.explain(tr("Left"), tr("Time until the last epoch is done"));
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
        m_secondsTrained = epoch.trainSeconds;
        m_lossFigures[0].note->setText(tr("held out %1").arg(lossFigure(double{epoch.heldOut[0]})));
        if (m_kind == ModelKind::Vae) {
            m_lossFigures[2].note->setText(
                tr("%1 of %2 in use").arg(activeLatents(epoch.klPerLatent)).arg(epoch.klPerLatent.size()));
        } else {
            m_lossFigures[1].note->setText(tr("held out %1").arg(lossFigure(double{epoch.heldOut[1]})));
        }
    }
    const bool calm = m_lastChange.isValid() && !m_lastChange.hasExpired(kCalm);
    if (!calm || snapshot.state != TrainState::Running) {
        m_lastChange.start();
        showProgress(snapshot);
    }
}

void StatsCard::showLosses() {
    m_lossFigures[0].value->setText(lossFigure(m_losses[0]));
    m_lossFigures[1].value->setText(lossFigure(m_losses[1]));
    const auto probability = [](double value) { return QLocale().toString(value, 'f', 2); };
    m_lossFigures[2].value->setText(
        m_kind == ModelKind::Vae ? lossFigure(m_losses[2])
                                 : tr("%1, %2").arg(probability(m_losses[2]), probability(m_losses[3])));
}

void StatsCard::showProgress(const Snapshot& snapshot) {
    if (m_kind == ModelKind::Vae) {
        m_lossFigures[2].title->setText(
            snapshot.beta == 1 ? tr("KL") : tr("KL, weight %1").arg(shortNumber(double{snapshot.beta})));
    }
    if (m_hasLosses) {
        showLosses();
    }
    if (snapshot.imagesPerSecond > 0) {
        m_speed.value->setText(wholeNumber(std::llround(snapshot.imagesPerSecond)));
    }
    const bool goesOn = snapshot.state == TrainState::Running || snapshot.state == TrainState::Paused;
    if (goesOn) {
        m_left.explain(tr("Left"), tr("Time until the last epoch is done"));
    } else {
        m_left.explain(tr("Took"), tr("Time of training, to the end of the last whole epoch"));
    }
    m_left.value->setText(goesOn                 ? minutesAndSeconds(snapshot.secondsLeft)
                          : m_secondsTrained > 0 ? minutesAndSeconds(m_secondsTrained)
                                                 : QStringLiteral("–"));
    if (snapshot.step > 0) {
        m_left.note->setText(
            tr("epoch %1 of %2")
                .arg(QLocale().toString(snapshot.epoch, 'f', 1), wholeNumber(snapshot.totalEpochs)));
    }
    m_step->setText(tr("step %1").arg(wholeNumber(snapshot.step)));
}

} // namespace latentscape
