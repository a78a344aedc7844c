// A page in place of a view, with a title, room for controls beside it, and a button that leads back, as Esc
// does. UI thread.
#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace latentscape {

class Page : public QWidget {
    Q_OBJECT

public:
    // The button is called "<objectName>Back".
    Page(const char* objectName, const QString& title, QWidget* parent = nullptr);

    void takeFocus(); // when it is shown

signals:
    void left();

protected:
    QHBoxLayout* header() const { return m_header; } // between title and button
    QVBoxLayout* body() const { return m_body; }
    void setTitle(const QString& title);
    void keyPressEvent(QKeyEvent* event) override;

private:
    QLabel* m_title;
    QHBoxLayout* m_header;
    QVBoxLayout* m_body;
    QPushButton* m_back;
};

} // namespace latentscape
