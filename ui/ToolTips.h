// Long tooltips in lines that can be read: Qt breaks only rich text, so that a plain sentence or two would be
// one line across the screen. Installed once on the application, which owns it; UI thread.
#pragma once

#include <QObject>

namespace latentscape {

class ToolTips : public QObject {
    Q_OBJECT

public:
    explicit ToolTips(QObject* application);

    // The same words as rich text when they are plain and long; else as they are.
    static QString wrapped(const QString& words);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace latentscape
