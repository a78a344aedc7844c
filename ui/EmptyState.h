// What a view shows before there is anything to see: one sentence on what will appear, and the button that
// makes it happen. UI thread.
#pragma once

#include <QWidget>

class QPushButton;

namespace latentscape {

class EmptyState : public QWidget {
    Q_OBJECT

public:
    EmptyState(const QString& sentence, const QString& button, QWidget* parent = nullptr);

    QPushButton* button() const { return m_button; }

private:
    QPushButton* m_button;
};

} // namespace latentscape
