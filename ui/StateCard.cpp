#include "ui/StateCard.h"

#include "ui/Card.h"
#include "ui/FindingActions.h"
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
    , m_goOn(makeLink("goOnLink", tr("Go on"), tr("Train on from where this run has ended")))
    , m_actions(new FindingActions) {
    setObjectName("stateCard");
    setAccessibleName(tr("How the run is doing"));
    setToolTip(tr("Judged from each step, and after each epoch on held-out images: a rule of thumb"));
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
    column->addWidget(m_actions);
    m_verdict->setWordWrap(true);
    m_advice->setWordWrap(true);
    m_goOn->hide();
    connect(m_goOn, &QToolButton::clicked, this, &StateCard::goOnRequested);
    connect(m_actions, &FindingActions::currentChanged, this, &StateCard::describe);
    connect(m_actions, &FindingActions::remedyRequested, this, &StateCard::remedyRequested);
    connect(m_actions, &FindingActions::numbersRequested, this, &StateCard::numbersRequested);
    clear({});
}

void StateCard::clear(const TrainConfig& config) {
    m_health = RunHealth(config);
    m_actions->clear();
    hide();
}

void StateCard::showSnapshot(const Snapshot& snapshot, const TrainConfig& now) {
    m_health.setConfig(now);
    m_health.add(snapshot);
    m_state = snapshot.state;
    m_endedBecause = m_state == TrainState::Finished ? QString::fromStdString(snapshot.message) : QString();
    m_actions->setFindings(m_health.findings(), now,
                           m_state == TrainState::Running || m_state == TrainState::Paused);
    describe();
    show();
}

void StateCard::setCanGoOn(bool can) {
    m_goOn->setVisible(can);
}

void StateCard::describe() {
    const bool over = m_state == TrainState::Finished || m_state == TrainState::Stopped;
    if (const Finding* finding = m_actions->current()) {
        m_verdict->setText(QString::fromStdString(finding->title));
        m_advice->setText(QString::fromStdString(finding->sentence));
    } else if (m_state == TrainState::Diverged) { // which was dismissed
        m_verdict->setText(tr("It diverged"));
        m_advice->setText(tr("The last good weights are kept. Try a smaller learning rate."));
    } else if (!m_endedBecause.isEmpty()) {
        m_verdict->setText(tr("Ended early"));
        m_advice->setText(m_endedBecause + ' ' + tr("To go on, give it more patience."));
    } else {
        describeHealthy(over);
    }
    if (m_state == TrainState::Paused && !m_actions->current()) {
        m_verdict->setText(tr("Paused"));
    }
    update();
}

void StateCard::describeHealthy(bool over) {
    using Verdict = RunHealth::Verdict;
    const QString inUse = tr("%1 of %2 latents in use").arg(m_health.activeLatents()).arg(m_health.latents());
    const auto say = [this](const QString& words, const QString& advice) {
        m_verdict->setText(words);
        m_advice->setText(advice);
    };
    const auto percent = [](float share) { return QString::number(std::lround(100 * share)); };
    switch (m_health.verdict()) {
    case Verdict::Starting:
        over ? say(tr("Ended early"), tr("There is no verdict before the end of an epoch"))
             : say(tr("Beginning to learn"), tr("A verdict comes with each epoch"));
        break;
    case Verdict::Slow:
        say(over ? tr("Could learn more") : tr("Learning slowly"),
            tr("The latents tell little about an image yet"));
        break;
    case Verdict::Matched:
        say(over ? tr("Could learn more") : tr("A fair game"),
            tr("Real images pass for %1 % real, made ones for %2 %")
                .arg(percent(m_health.dReal()), percent(m_health.dFake())));
        break;
    case Verdict::Settled:
        say(over ? tr("Learnt what it can") : tr("Hardly changing any more"), inUse);
        break;
    case Verdict::Learning:
        say(over ? tr("Could learn more") : tr("Learning well"), inUse);
        break;
    }
}

void StateCard::paintEvent(QPaintEvent* event) {
    QFrame::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const ThemeColors& colors = themeColors(palette());
    painter.setPen(Qt::NoPen);
    const bool attention = m_actions->current() || m_state == TrainState::Diverged;
    painter.setBrush(attention ? colors.attention : colors.good);
    painter.drawEllipse(QRectF(kDotLeft, m_verdict->geometry().center().y() - kDot / 2.0 + 0.5, kDot, kDot));
}

} // namespace latentscape
