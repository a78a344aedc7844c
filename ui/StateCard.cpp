#include "ui/StateCard.h"

#include "ui/Card.h"
#include "ui/Theme.h"

#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace latentscape {

namespace {

constexpr int kDot = 10; // logical pixels
constexpr int kDotLeft = 10;

} // namespace

StateCard::StateCard(QWidget* parent)
    : QFrame(parent)
    , m_verdict(new QLabel)
    , m_advice(makeNote())
    , m_goOn(makeLink("goOnLink", tr("Go on"), tr("Train on from where this run has ended"))) {
    setObjectName("stateCard");
    setAccessibleName(tr("How the run is doing"));
    setToolTip(tr("Judged from the loss on held-out images after each epoch: a rule of thumb"));
    setProperty("role", "card");
    m_verdict->setObjectName("verdict");
    m_advice->setObjectName("advice");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kDotLeft + kDot + 8, 6, 8, 6);
    column->setSpacing(2);
    auto* top = new QHBoxLayout;
    top->addWidget(m_verdict, 1);
    top->addWidget(m_goOn);
    column->addLayout(top);
    column->addWidget(m_advice);
    m_verdict->setWordWrap(true);
    m_advice->setWordWrap(true);
    m_goOn->hide();
    connect(m_goOn, &QToolButton::clicked, this, &StateCard::goOnRequested);
    clear(ModelKind::Vae);
}

void StateCard::clear(ModelKind kind) {
    m_health = RunHealth(kind);
    hide();
}

void StateCard::showSnapshot(const Snapshot& snapshot) {
    m_health.add(snapshot);
    describe(snapshot.state);
    if (snapshot.state == TrainState::Finished && !snapshot.message.empty()) {
        m_verdict->setText(tr("Ended early"));
        m_advice->setText(QString::fromStdString(snapshot.message) + ' ' +
                          tr("To go on, give it more patience."));
    }
}

void StateCard::setCanGoOn(bool can) {
    m_goOn->setVisible(can);
}

void StateCard::describe(TrainState state) {
    using Verdict = RunHealth::Verdict;
    const bool over = state == TrainState::Finished || state == TrainState::Stopped;
    const Verdict verdict = m_health.verdict();
    m_attention = state == TrainState::Diverged || verdict == Verdict::Overfitting ||
                  verdict == Verdict::Collapsed || verdict == Verdict::Outplayed;
    const QString inUse = tr("%1 of %2 latents in use").arg(m_health.activeLatents()).arg(m_health.latents());
    const auto say = [this](const QString& words, const QString& advice) {
        m_verdict->setText(words);
        m_advice->setText(advice);
    };
    if (state == TrainState::Diverged) {
        say(tr("It diverged"), tr("The last good weights are kept. Try a smaller learning rate."));
    } else if (verdict == Verdict::Starting && over) {
        say(tr("Ended early"), tr("There is no verdict before the end of an epoch"));
    } else if (verdict == Verdict::Starting) {
        say(tr("Beginning to learn"), tr("A verdict comes with each epoch"));
    } else if (verdict == Verdict::Collapsed) {
        say(tr("No latent is in use"), tr("Every sample will look the same: lower the KL weight."));
    } else if (verdict == Verdict::Overfitting) {
        say(tr("Learning by heart"), tr("Held-out images get worse: a good moment to stop."));
    } else if (verdict == Verdict::Slow) {
        say(over ? tr("Could learn more") : tr("Learning slowly"),
            tr("The latents tell little about an image yet"));
    } else if (verdict == Verdict::Outplayed) {
        say(tr("The discriminator wins"),
            tr("It always tells real from made, so that the generator learns little: try a smaller learning "
               "rate."));
    } else if (verdict == Verdict::Matched) {
        const auto percent = [](float share) { return QString::number(std::lround(100 * share)); };
        say(over ? tr("Could learn more") : tr("A fair game"),
            tr("Real images pass for %1 % real, made ones for %2 %")
                .arg(percent(m_health.dReal()), percent(m_health.dFake())));
    } else if (verdict == Verdict::Settled) {
        say(over ? tr("Learnt what it can") : tr("Hardly changing any more"), inUse);
    } else {
        say(over ? tr("Could learn more") : tr("Learning well"), inUse);
    }
    if (state == TrainState::Paused) {
        m_verdict->setText(tr("Paused"));
    }
    show();
    update();
}

void StateCard::paintEvent(QPaintEvent* event) {
    QFrame::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const ThemeColors& colors = themeColors(palette());
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_attention ? colors.attention : colors.good);
    painter.drawEllipse(QRectF(kDotLeft, m_verdict->geometry().center().y() - kDot / 2.0 + 0.5, kDot, kDot));
}

} // namespace latentscape
