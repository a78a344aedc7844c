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
    void setCurrent(int index); // in the order of addChoice()
    int current() const;

signals:
    void currentChanged(int index);

private:
    QActionGroup* m_choices;
};

} // namespace latentscape
