// A white plate with a title, quiet links at the right of it, and what belongs together below. UI thread.
#pragma once

#include <QFrame>
#include <QHash>

class QHBoxLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace latentscape {

// Quiet text that can be pressed.
QToolButton* makeLink(const char* objectName, const QString& text, const QString& tip);

// Quiet text that can't.
QLabel* makeNote(const QString& text = {});

class Card : public QFrame {
    Q_OBJECT

public:
    explicit Card(const QString& title, QWidget* parent = nullptr);

    void addToHeader(QWidget* widget); // at the right end, in this order, a dot between two that are shown
    QVBoxLayout* body() const { return m_body; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QHBoxLayout* m_header;
    QVBoxLayout* m_body;
    QWidget* m_last = nullptr;        // in the header
    QHash<QObject*, QWidget*> m_dots; // what follows each but the last; comes and goes with it
};

} // namespace latentscape
