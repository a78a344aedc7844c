// What scenes do with the mouse and with what a window is made of. UI thread.
#pragma once

#include "tests/bench/GuiScenes.h"
#include "ui/MainWindow.h"

#include <QWidget>

namespace latentscape {

inline constexpr int kFrame = 12; // ms between two moves of the hand

template <typename W> W* child(MainWindow& window, const char* name) {
    W* widget = window.findChild<W*>(name);
    if (!widget) {
        qFatal("the window has no %s", name);
    }
    return widget;
}

void press(MainWindow& window, const char* button);
void choose(MainWindow& window, const char* link, int choice);
void trigger(MainWindow& window, const char* action);

// The mouse goes round the widget, with this button held or with none.
void moveRound(QWidget* widget, Qt::MouseButton button, int moves = 80);
void turnWheel(QWidget* widget);

// Wherever the point goes, all that Explore shows follows.
void movePoint(MainWindow& window, int moves = 20);

// Passes the panel and the dialog that saving opens. Waits until the file is there.
void saveAs(MainWindow& window, const QString& file);

} // namespace latentscape
