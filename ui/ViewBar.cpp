#include "ui/ViewBar.h"

#include "ui/Card.h"

#include <QActionGroup>
#include <QButtonGroup>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace latentscape {

namespace {

constexpr int kNoteInterval = 5000; // milliseconds

} // namespace

ViewBar::ViewBar(const QActionGroup& views, QWidget* parent)
    : QWidget(parent)
    , m_buttons(new QButtonGroup(this))
    , m_note(makeNote()) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    const QList<QAction*> actions = views.actions();
    add(*actions.at(0), View::Train, "trainView", "first");
    add(*actions.at(1), View::Explore, "exploreView", "");
    add(*actions.at(2), View::Compare, "compareView", "");
    add(*actions.at(3), View::Measure, "measureView", "last");
    row->addStretch();
    m_note->setObjectName("savedNote");
    m_note->setToolTip(tr("The run is kept while it goes on; File > Go on with the last run takes it up"));
    row->addWidget(m_note);
    connect(m_buttons, &QButtonGroup::idClicked, this, [this] { emit chosen(current()); });
    connect(&m_clock, &QTimer::timeout, this, &ViewBar::updateNote);
    m_clock.start(kNoteInterval);
    setCurrent(View::Train);
}

void ViewBar::add(const QAction& action, View view, const char* objectName, const char* place) {
    auto* button = new QPushButton(action.text().remove('&'));
    button->setObjectName(QLatin1String(objectName));
    button->setAccessibleName(button->text());
    button->setToolTip(
        tr("%1 (%2)").arg(action.toolTip(), action.shortcut().toString(QKeySequence::NativeText)));
    button->setProperty("role", "segment");
    button->setProperty("place", place);
    button->setCheckable(true);
    m_buttons->addButton(button, static_cast<int>(view));
    layout()->addWidget(button);
}

View ViewBar::current() const {
    return static_cast<View>(m_buttons->checkedId());
}

void ViewBar::setCurrent(View view) {
    m_buttons->button(static_cast<int>(view))->setChecked(true);
    for (QAbstractButton* button : m_buttons->buttons()) {
        // Tab goes to the chosen one, arrows to the others.
        button->setFocusPolicy(button->isChecked() ? Qt::StrongFocus : Qt::ClickFocus);
    }
}

void ViewBar::noteSaved() {
    m_savedAt = QDateTime::currentMSecsSinceEpoch();
    updateNote();
}

void ViewBar::forgetSaved() {
    m_savedAt = 0;
    updateNote();
}

void ViewBar::updateNote() {
    const qint64 seconds = (QDateTime::currentMSecsSinceEpoch() - m_savedAt) / 1000;
    m_note->setText(m_savedAt == 0 ? QString()
                    : seconds < 5  ? tr("run saved just now")
                    : seconds < 60 ? tr("run saved %1 s ago").arg(seconds)
                                   : tr("run saved %1 min ago").arg(seconds / 60));
}

} // namespace latentscape
