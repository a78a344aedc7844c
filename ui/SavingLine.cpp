#include "ui/SavingLine.h"

#include "ui/Card.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

namespace latentscape {

namespace {

constexpr int kMoment = 300; // milliseconds
constexpr int kFull = 1000;  // of the bar
constexpr int kBarWidth = 96;

} // namespace

SavingLine::SavingLine(QWidget* parent)
    : QWidget(parent)
    , m_words(makeNote())
    , m_bar(new QProgressBar)
    , m_cancel(makeLink("cancelSaving", tr("Cancel"), tr("Stop writing the file; nothing is left of it"))) {
    setObjectName("savingLine");
    m_words->setObjectName("savingWords");
    m_words->setTextFormat(Qt::PlainText);
    m_words->setAccessibleName(tr("What is being saved"));
    m_bar->setObjectName("savingProgress");
    m_bar->setAccessibleName(tr("Progress of saving"));
    m_bar->setToolTip(tr("How much of the file is done"));
    m_bar->setTextVisible(false);
    m_bar->setRange(0, kFull);
    m_bar->setFixedSize(kBarWidth, 6);
    m_bar->setStyleSheet("QProgressBar { border: none; border-radius: 3px; background: palette(mid); }"
                         "QProgressBar::chunk { border-radius: 3px; background: palette(highlight); }");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_words);
    row->addWidget(m_bar);
    row->addWidget(m_cancel);
    m_moment.setSingleShot(true);
    m_moment.setInterval(kMoment);
    connect(&m_moment, &QTimer::timeout, this, &QWidget::show);
    connect(m_cancel, &QToolButton::clicked, this, [this] { emit cancelRequested(m_who); });
    hide();
}

SavingLine* SavingLine::of(const QWidget* widget) {
    return widget != nullptr ? widget->window()->findChild<SavingLine*>() : nullptr;
}

void SavingLine::showSaving(const QObject* who, const QString& what, double share) {
    m_who = who;
    m_words->setText(what);
    m_bar->setValue(static_cast<int>(kFull * share));
    if (!isVisibleTo(parentWidget()) && !m_moment.isActive()) {
        m_moment.start();
    }
}

void SavingLine::endSaving(const QObject* who) {
    if (m_who == who) {
        m_who = nullptr;
        m_moment.stop();
        hide();
    }
}

} // namespace latentscape
