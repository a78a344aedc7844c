// A white plate with a title, quiet links at the right of it, and what belongs together below. UI thread.
#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace latentscape {

class LinkRow;

// Quiet text that can be pressed.
QToolButton* makeLink(const char* objectName, const QString& text, const QString& tip);

// Quiet text that can't.
QLabel* makeNote(const QString& text = {});

class Card : public QFrame {
    Q_OBJECT

public:
    explicit Card(const QString& title, QWidget* parent = nullptr);

    void addToHeader(QWidget* widget);   // at the right end, as LinkRow has it
    void setTitle(const QString& title); // of a card that was given one
    QVBoxLayout* body() const { return m_body; }

protected:
    // Without a title: what stands in its place is given by what is derived from this.
    explicit Card(QWidget* parent);
    QHBoxLayout* header() const { return m_header; }

private:
    QLabel* m_title = nullptr;
    QHBoxLayout* m_header;
    QVBoxLayout* m_body;
    LinkRow* m_links = nullptr;
};

} // namespace latentscape
