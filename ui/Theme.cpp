#include "ui/Theme.h"

#include "ui/ToolTips.h"

#include <chrono>
#include <QApplication>
#include <QStyleFactory>
#include <QTimer>
#include <QWidget>

namespace latentscape {

namespace {

constexpr int kTextSize = 13; // logical pixels
constexpr int kNoteSize = 12;

const ThemeColors kLight{
    .window{0xf4f4f2},
    .card{0xffffff},
    .field{0xfbfbfa},
    .line{0xdcdcd8},
    .plotGrid{0xececea},
    .text{0x1d1f21},
    .note{0x6a6e73},
    .accent{0x0b6bcb},
    .accentText{0xffffff},
    .stage{0x2a2b2e},
    .curveTotal{0x1d1f21},
    .curveReconstruction{0x0072b2},
    .curveKl{0xc2550a},
    .good{0x1a7f4b},
    .attention{0x9a6700},
};

const ThemeColors kDark{
    .window{0x1f2023},
    .card{0x27282c},
    .field{0x2d2e33},
    .line{0x3a3b40},
    .plotGrid{0x34353a},
    .text{0xe8e8e6},
    .note{0x9da1a7},
    .accent{0x4ba0f4},
    .accentText{0x0c1a28},
    .stage{0x141517},
    .curveTotal{0xe8e8e6},
    .curveReconstruction{0x56b4e9},
    .curveKl{0xf0a04b},
    .good{0x56c58d},
    .attention{0xe3b341},
};

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Window).lightnessF() < 0.5;
}

QColor mix(const QColor& a, const QColor& b, double share) {
    const auto part = [share](int x, int y) { return static_cast<int>(x + (y - x) * share); };
    return {part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue())};
}

QPalette makePalette(const ThemeColors& c) {
    QPalette palette;
    const bool dark = c.window.lightnessF() < 0.5;
    palette.setColor(QPalette::Window, c.window);
    palette.setColor(QPalette::WindowText, c.text);
    palette.setColor(QPalette::Base, c.field);
    palette.setColor(QPalette::AlternateBase, c.card);
    palette.setColor(QPalette::Text, c.text);
    palette.setColor(QPalette::PlaceholderText, c.note);
    palette.setColor(QPalette::Button, dark ? c.field : c.card);
    palette.setColor(QPalette::ButtonText, c.text);
    palette.setColor(QPalette::BrightText, c.attention);
    palette.setColor(QPalette::ToolTipBase, c.card);
    palette.setColor(QPalette::ToolTipText, c.text);
    palette.setColor(QPalette::Highlight, c.accent);
    palette.setColor(QPalette::HighlightedText, c.accentText);
    palette.setColor(QPalette::Link, c.accent);
    palette.setColor(QPalette::LinkVisited, c.accent);
    palette.setColor(QPalette::Light, mix(c.card, Qt::white, dark ? 0.08 : 1.0));
    palette.setColor(QPalette::Midlight, mix(c.line, c.card, 0.5));
    palette.setColor(QPalette::Mid, c.line);
    palette.setColor(QPalette::Dark, mix(c.line, Qt::black, 0.3));
    palette.setColor(QPalette::Shadow, mix(c.line, Qt::black, 0.6));
    const QColor faded = mix(c.note, c.window, 0.35);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, faded);
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, c.line);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, faded);
    return palette;
}

// %name% stands for a colour.
constexpr const char* kSheet = R"(
QToolTip { color: %text%; background: %card%; border: 1px solid %line%; padding: 4px; }
QFrame[role="card"] { background: %card%; border: 1px solid %line%; border-radius: 8px; }
QLabel[role="title"] { font-weight: 600; }
QLabel[role="note"] { color: %note%; font-size: 12px; }
QLabel[role="attention"] { color: %attention%; font-size: 12px; }
QLabel[role="figure"] { font-size: 20px; font-weight: 600; }
QPushButton { min-height: 26px; padding: 0 12px; background: %button%; border: 1px solid %line%; border-radius: 6px;
    outline: none; }
QPushButton:hover { border-color: %faded%; }
QPushButton:pressed { background: %line%; }
QPushButton:disabled { color: %faded%; }
QPushButton:focus { border: 2px solid %accent%; padding: 0 11px; min-height: 24px; }
QPushButton[role="primary"] { min-height: 30px; background: %accent%; color: %accentText%; border-color: %accent%; }
QPushButton[role="primary"]:hover { background: %accentHover%; border-color: %accentHover%; }
QPushButton[role="primary"]:pressed { background: %accentPressed%; }
QPushButton[role="primary"]:focus { min-height: 28px; border: 2px solid %text%; }
QPushButton[role="primary"]:disabled { background: %line%; border-color: %line%; color: %faded%; }
QPushButton[role="segment"] { min-width: 68px; border-radius: 0; border-left-width: 0; background: %card%; }
QPushButton[role="segment"][place="first"] { border-left-width: 1px;
    border-top-left-radius: 6px; border-bottom-left-radius: 6px; }
QPushButton[role="segment"][place="last"] { border-top-right-radius: 6px; border-bottom-right-radius: 6px; }
QPushButton[role="segment"]:hover { background: %window%; }
QPushButton[role="segment"]:checked { background: %accent%; color: %accentText%; border-color: %accent%;
    font-weight: 600; }
QPushButton[role="segment"]:focus { border: 2px solid %text%; padding: 0 11px 0 10px; min-height: 24px; }
QPushButton[role="segment"][place="first"]:focus { padding: 0 11px; }
QToolButton[role="link"] { color: %note%; font-size: 12px; background: transparent; border: none;
    border-radius: 4px; padding: 2px 4px; }
QToolButton[role="link"]:hover { color: %text%; background: %plotGrid%; }
QToolButton[role="link"]:checked { color: %text%; text-decoration: underline; }
QToolButton[role="link"]:focus { color: %text%; border: 1px solid %accent%; padding: 1px 3px; }
QToolButton[role="link"]:disabled { color: %faded%; }
QToolButton[role="link"]::menu-indicator { image: none; }
QToolButton[role="page"] { color: %note%; font-weight: 600; background: transparent; border: none; border-bottom: 2px solid transparent;
    padding: 2px 0; margin-right: 4px; }
QToolButton[role="page"]:hover { color: %text%; }
QToolButton[role="page"]:checked { color: %text%; border-bottom: 2px solid %accent%; }
QToolButton[role="page"]:focus { color: %accent%; }
QToolButton[role="page"]:disabled { color: %faded%; }
QTableWidget { background: %card%; alternate-background-color: %field%; }
QTableWidget::item { padding: 0 4px; }
QHeaderView { background: %card%; }
QHeaderView::section { background: %card%; color: %note%; font-size: 12px; border: none;
    border-bottom: 1px solid %line%; padding: 4px; }
QScrollBar:horizontal { height: 8px; background: transparent; }
QScrollBar:vertical { width: 8px; background: transparent; }
QScrollBar::handle { background: %faded%; border-radius: 4px; min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: %note%; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

QString makeSheet(const ThemeColors& c) {
    const bool dark = c.window.lightnessF() < 0.5;
    QString sheet = QString::fromLatin1(kSheet);
    const auto set = [&sheet](const char* name, const QColor& color) {
        sheet.replace(QLatin1Char('%') + QLatin1String(name) + QLatin1Char('%'), color.name());
    };
    set("window", c.window);
    set("card", c.card);
    set("field", c.field);
    set("line", c.line);
    set("plotGrid", c.plotGrid);
    set("text", c.text);
    set("attention", c.attention);
    set("note", c.note);
    set("button", dark ? c.field : c.card);
    set("accent", c.accent);
    set("accentText", c.accentText);
    set("accentHover", mix(c.accent, dark ? Qt::white : Qt::black, 0.08));
    set("accentPressed", mix(c.accent, dark ? Qt::white : Qt::black, 0.18));
    set("faded", mix(c.note, c.window, 0.35));
    return sheet;
}

const ThemeColors& coloursOf(QApplication& app, ThemeMode mode) {
    if (mode == ThemeMode::FollowDesktop) {
        app.setPalette(QPalette()); // back to the desktop's, to see whether that is dark
    }
    const bool dark = mode == ThemeMode::Dark || (mode == ThemeMode::FollowDesktop && isDark(app.palette()));
    return dark ? kDark : kLight;
}

// Between the turns of a change: what the hand does meanwhile is answered.
constexpr std::chrono::milliseconds kBreath{10};

void setWindowsDrawn(bool drawn) {
    for (QWidget* window : QApplication::topLevelWidgets()) {
        window->setUpdatesEnabled(drawn);
    }
}

} // namespace

const ThemeColors& themeColors(const QPalette& palette) {
    return isDark(palette) ? kDark : kLight;
}

QFont plotFont(const QWidget* widget) {
    QFont font = widget->font();
    font.setPixelSize(kNoteSize);
    font.setWeight(QFont::Normal);
    return font;
}

QFont strongPlotFont(const QWidget* widget) {
    QFont font = plotFont(widget);
    font.setWeight(QFont::DemiBold);
    return font;
}

// Style, sheet and palette each go through all widgets, a palette much slower while there is a sheet. Another
// change of colours therefore comes in turns of the event loop, between which nothing is drawn.
void applyTheme(QApplication& app, ThemeMode mode) {
    const bool first = app.styleSheet().isEmpty();
    if (first) {
        new ToolTips(&app); // owned by it
        app.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        QFont font = app.font();
        font.setPixelSize(kTextSize);
        app.setFont(font);
        app.setPalette(makePalette(coloursOf(app, mode)));
        app.setStyleSheet(makeSheet(themeColors(app.palette())));
        return;
    }
    setWindowsDrawn(false);
    app.setStyleSheet({});
    QTimer::singleShot(kBreath, &app, [&app, mode] {
        app.setPalette(makePalette(coloursOf(app, mode)));
        QTimer::singleShot(kBreath, &app, [&app] {
            app.setStyleSheet(makeSheet(themeColors(app.palette())));
            QTimer::singleShot(kBreath, &app, [] { setWindowsDrawn(true); });
        });
    });
}

} // namespace latentscape
