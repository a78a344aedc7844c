// Colours and fonts: Fusion with a palette of our own, light or dark. Widgets ask their palette; what a
// QPalette has no role for comes from themeColors().
//
// A widget says what it is with the dynamic property "role"; the style sheet knows these:
//   QFrame        "card"                     white ground, a line of one pixel, round corners
//   QLabel        "title", "note", "figure"  13 semi-bold, 12 in the note colour, 20 semi-bold
//   QPushButton   "primary", "segment"       the one thing to press; a part of a row of switches (checkable)
//   QToolButton   "link"                     quiet text that can be pressed, at the right of a card's title
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

class QApplication;
class QWidget;

namespace latentscape {

enum class ThemeMode { FollowDesktop, Light, Dark };

struct ThemeColors {
    QColor window, card, field;
    QColor line, plotGrid;
    QColor text, note;
    QColor accent, accentText;
    QColor stage; // behind pictures, dark in both themes
    QColor curveTotal, curveReconstruction, curveKl;
    QColor good, attention;
};

// The colours that go with a palette, judged by the lightness of its window colour.
const ThemeColors& themeColors(const QPalette& palette);

// Of words in plots: smaller than the application's, and for names of lines semi-bold.
QFont plotFont(const QWidget* widget);
QFont strongPlotFont(const QWidget* widget);

// Sets style, palette, font and style sheet of the application. Can be called again at any time.
void applyTheme(QApplication& app, ThemeMode mode);

} // namespace latentscape
