// A quiet link that shows what is chosen and drops down a menu of the alternatives. UI thread.
#pragma once

#include <QToolButton>

class QActionGroup;

namespace latentscape {

class ChoiceLink : public QToolButton {
    Q_OBJECT

public:
    ChoiceLink(const char* objectName, const QString& accessibleName, const QString& tip,
               QWidget* parent = nullptr);

    // `shown` is the link's own text while this is chosen. The first choice is chosen at once.
    void addChoice(const QString& text, const QString& shown);
    void clearChoices();        // for others; currentChanged() comes with the first of these
    void setCurrent(int index); // in the order of addChoice()
    // A choice that is not possible now stays in the menu and says why; empty: it is possible.
    void setWhyNot(int index, const QString& reason);
    void showInstead(const QString& words); // while the choice does not hold yet; empty: it does
    int current() const;

signals:
    void currentChanged(int index);

private:
    void showWords();

    QActionGroup* m_choices;
    QStringList m_texts; // of all choices
    QString m_shown;     // of the choice
    QString m_instead;   // empty: of the choice
};

} // namespace latentscape
