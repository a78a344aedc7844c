// What happened, which file, what to do, and one button that does it: a strip above the view, in nobody's
// way. The newest message takes the place of the one before. UI thread.
#pragma once

#include <QFrame>

#include <functional>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace latentscape {

struct Message {
    enum class Kind { Offer, Problem };
    Kind kind = Kind::Problem;
    QString title;
    QString text;
    QString details;           // for a report; may be empty
    QString remedy;            // the button's words; empty: no button
    QString remedyTip;         // what it will do
    std::function<void()> act; // on the UI thread, after the strip is gone
};

class MessageStrip : public QFrame {
    Q_OBJECT

public:
    explicit MessageStrip(QWidget* parent = nullptr);

    void show(const Message& message);
    void dismiss();
    const Message& message() const { return m_message; }

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* makeDetails();

    Message m_message;
    QLabel* m_title;
    QLabel* m_text;
    QPushButton* m_remedy;
    QToolButton* m_unfold;
    QWidget* m_details;
    QPlainTextEdit* m_detailsText;
};

} // namespace latentscape
