#include "ui/RunLine.h"

#include "ui/Card.h"
#include "ui/Figures.h"
#include "ui/SavingLine.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QToolButton>

namespace latentscape {

namespace {

constexpr int kMoment = 300;  // milliseconds
constexpr int kNotice = 8000; // milliseconds
constexpr int kFull = 1000;   // of the bar
constexpr int kBarWidth = 240;

// Three figures: a count that changes twenty times a second can't be read to its last digit.
QString roundNumber(double value) {
    const double unit = value < 1000 ? 1 : value < 10000 ? 10 : value < 100000 ? 100 : 1000;
    return wholeNumber(std::llround(value / unit) * static_cast<std::int64_t>(unit));
}

QLabel* label(const char* objectName, const char* role) {
    auto* l = new QLabel;
    l->setObjectName(objectName);
    l->setProperty("role", role);
    l->setTextFormat(Qt::PlainText);
    return l;
}

} // namespace

RunLine::RunLine(QWidget* parent)
    : QWidget(parent)
    , m_bar(new QProgressBar)
    , m_words(label("status", ""))
    , m_figures(label("statusFigures", "note"))
    , m_right(label("timeLeft", "note"))
    , m_cancel(makeLink("cancelLoading", tr("Cancel"), tr("Stop reading; everything stays as it is"))) {
    setObjectName("runLine");
    setFixedHeight(34);
    m_bar->setObjectName("progress");
    m_bar->setAccessibleName(tr("Progress"));
    m_bar->setToolTip(tr("How far the run is"));
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(kBarWidth, 6);
    m_bar->setStyleSheet("QProgressBar { border: none; border-radius: 3px; background: palette(mid); }"
                         "QProgressBar::chunk { border-radius: 3px; background: palette(highlight); }");
    m_words->setAccessibleName(tr("What is going on"));
    m_figures->setAccessibleName(tr("Figures of the run"));
    m_right->setAccessibleName(tr("Time left"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 0, 12, 0);
    row->setSpacing(16);
    row->addWidget(m_bar);
    row->addWidget(m_words);
    row->addWidget(m_cancel);
    m_figures->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // long words make no window wider
    row->addWidget(m_figures, 1);
    row->addWidget(new SavingLine);
    row->addWidget(m_right);
    m_moment.setSingleShot(true);
    m_moment.setInterval(kMoment);
    connect(&m_moment, &QTimer::timeout, this, &RunLine::showWords);
    m_noticeTimer.setSingleShot(true);
    m_noticeTimer.setInterval(kNotice);
    connect(&m_noticeTimer, &QTimer::timeout, this, [this] {
        m_notice.clear();
        showWords();
    });
    connect(m_cancel, &QToolButton::clicked, this, &RunLine::cancelRequested);
    clear();
}

void RunLine::clear() {
    m_runWords = tr("No run yet");
    m_runFigures.clear();
    m_runLeft.clear();
    m_runPermille = 0;
    showWords();
}

void RunLine::showRun(const Snapshot& snapshot) {
    const QString total = wholeNumber(snapshot.totalEpochs);
    const bool over = snapshot.state == TrainState::Finished || snapshot.state == TrainState::Stopped ||
                      snapshot.state == TrainState::Diverged;
    const bool whole = snapshot.epoch == std::floor(snapshot.epoch) && over;
    m_runWords = tr("Epoch %1 of %2").arg(QLocale().toString(snapshot.epoch, 'f', whole ? 0 : 1), total);
    m_runFigures = tr("step %1").arg(wholeNumber(snapshot.step));
    if (snapshot.imagesPerSecond > 0) {
        m_runFigures += "     " + tr("%1 images a second").arg(roundNumber(snapshot.imagesPerSecond));
    }
    if (snapshot.learningRate > 0) {
        m_runFigures +=
            "     " + tr("rate %1").arg(QLocale().toString(double{snapshot.learningRate}, 'g', 3));
    }
    switch (snapshot.state) {
    case TrainState::Running:
        m_runLeft = tr("%1 left").arg(minutesAndSeconds(snapshot.secondsLeft));
        break;
    case TrainState::Paused:
        m_runLeft = tr("paused, %1 left").arg(minutesAndSeconds(snapshot.secondsLeft));
        break;
    case TrainState::Finished:
        m_runLeft = tr("finished");
        break;
    case TrainState::Stopped:
    case TrainState::Diverged:
        m_runLeft = tr("stopped");
        break;
    }
    const double share =
        snapshot.epoch / static_cast<double>(std::max<std::int64_t>(snapshot.totalEpochs, 1));
    m_runPermille = std::min(kFull, static_cast<int>(kFull * share));
    showWords();
}

void RunLine::showLoading(const QString& what, double share) {
    m_loadingWords = what;
    m_loadingShare = share;
    if (!m_loading) {
        m_loading = true;
        m_moment.start();
    }
    showWords();
}

void RunLine::endLoading() {
    m_loading = false;
    m_moment.stop();
    showWords();
}

void RunLine::showNotice(const QString& text) {
    m_notice = text;
    m_noticeTimer.start();
    showWords();
}

void RunLine::showTip(const QString& text) {
    m_tip = text;
    showWords();
}

void RunLine::showWords() {
    const bool loading = m_loading && !m_moment.isActive();
    m_cancel->setVisible(loading);
    m_bar->setMaximum(loading && m_loadingShare < 0 ? 0 : kFull); // 0: something moves to and fro
    m_bar->setValue(loading ? static_cast<int>(kFull * m_loadingShare) : m_runPermille);
    m_words->setText(loading ? m_loadingWords : m_runWords);
    m_figures->setText(!m_tip.isEmpty() ? m_tip : loading ? QString() : m_runFigures);
    const QString right = m_notice.isEmpty() ? m_runLeft : m_notice;
    const QString fitting = m_right->fontMetrics().elidedText(right, Qt::ElideRight, width() / 2);
    m_right->setText(fitting);
    m_right->setToolTip(fitting == right ? QString() : right);
}

void RunLine::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    showWords();
}

} // namespace latentscape
