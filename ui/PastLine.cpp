#include "ui/PastLine.h"

#include "ui/Card.h"
#include "ui/Figures.h"
#include "ui/SettingGroup.h"
#include "ui/Theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPushButton>

namespace latentscape {

namespace {

constexpr int kMark = 4; // width of the coloured edge

} // namespace

PastLine::PastLine(QWidget* parent)
    : QFrame(parent)
    , m_title(new QLabel)
    , m_note(makeNote())
    , m_branch(named(
          new QPushButton(tr("Continue from here")), "branchButton", tr("Continue from here"),
          tr("Begin a new run at this moment, with the settings of then. What was kept of the run until "
             "now stays")))
    , m_now(named(new QPushButton(tr("Back to now")), "backToNow", tr("Back to now"),
                  tr("Show the newest model again (Esc)"))) {
    setObjectName("pastLine");
    setAccessibleName(tr("A moment of the past"));
    setProperty("role", "card");
    m_title->setObjectName("pastTitle");
    m_title->setProperty("role", "title");
    m_note->setObjectName("pastNote");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12 + kMark, 6, 8, 6);
    row->setSpacing(12);
    row->addWidget(m_title);
    row->addWidget(m_note, 1);
    row->addWidget(m_branch);
    row->addWidget(m_now);
    connect(m_branch, &QPushButton::clicked, this, &PastLine::branchRequested);
    connect(m_now, &QPushButton::clicked, this, &PastLine::nowRequested);
    hide();
}

void PastLine::showMoment(const Snapshot& moment, bool isBest) {
    m_title->setText((isBest ? tr("Step %1 of the past, the best kept one") : tr("Step %1 of the past"))
                         .arg(wholeNumber(moment.step)));
    m_title->setToolTip(
        tr("Epoch %1. Explore, Compare, Measure and the pictures show the model as it was then.")
            .arg(QLocale().toString(moment.epoch, 'f', 2)));
    show();
}

void PastLine::setRun(bool training, bool canBranch) {
    m_note->setText(training ? tr("All views show the model of then; training goes on.")
                             : tr("All views show the model of then."));
    m_branch->setVisible(canBranch);
}

void PastLine::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        emit nowRequested();
    } else {
        QFrame::keyPressEvent(event);
    }
}

void PastLine::paintEvent(QPaintEvent* event) {
    QFrame::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(themeColors(palette()).accent);
    painter.drawRoundedRect(QRectF(6, 8, kMark, height() - 16), 2, 2);
}

} // namespace latentscape
