#include "ui/ChoiceLink.h"

#include <QActionGroup>
#include <QMenu>

namespace latentscape {

ChoiceLink::ChoiceLink(const char* objectName, const QString& accessibleName, const QString& tip,
                       QWidget* parent)
    : QToolButton(parent)
    , m_choices(new QActionGroup(this)) {
    setObjectName(QLatin1String(objectName));
    setAccessibleName(accessibleName);
    setToolTip(tip);
    setProperty("role", "link");
    setFocusPolicy(Qt::StrongFocus);
    setMenu(new QMenu(this));
    setPopupMode(QToolButton::InstantPopup);
}

void ChoiceLink::addChoice(const QString& text, const QString& shown) {
    QAction* action = menu()->addAction(text);
    action->setCheckable(true);
    m_choices->addAction(action);
    m_texts.append(text);
    connect(action, &QAction::toggled, this, [this, shown](bool on) {
        if (!on)
            return;
        m_shown = shown;
        showWords();
        emit currentChanged(current());
    });
    if (m_choices->actions().size() == 1)
        action->setChecked(true);
}

void ChoiceLink::showInstead(const QString& words) {
    m_instead = words;
    showWords();
}

void ChoiceLink::showWords() {
    const QString& words = m_instead.isEmpty() ? m_shown : m_instead;
    setText(words + QStringLiteral(" ▾"));
    setAccessibleDescription(words);
}

void ChoiceLink::clearChoices() {
    qDeleteAll(m_choices->actions());
    m_texts.clear();
}

void ChoiceLink::setWhyNot(int index, const QString& reason) {
    QAction* action = m_choices->actions().at(index);
    action->setEnabled(reason.isEmpty());
    action->setText(reason.isEmpty() ? m_texts[index]
                                     : QStringLiteral("%1 (%2)").arg(m_texts[index], reason));
}

void ChoiceLink::setCurrent(int index) {
    m_choices->actions().at(index)->setChecked(true);
}

int ChoiceLink::current() const {
    return static_cast<int>(m_choices->actions().indexOf(m_choices->checkedAction()));
}

} // namespace latentscape
