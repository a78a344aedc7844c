#include "ui/HelpPage.h"

#include "core/tensor/Versions.h"

#include <QApplication>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QScrollArea>
#include <QVBoxLayout>

#include <qcustomplot.h>

namespace latentscape {

namespace {

constexpr int kTextWidth = 800;

QString row(const QString& keys, const QString& words) {
    return QStringLiteral("<tr><td style='padding: 2px 32px 2px 0'><b>%1</b></td><td style='padding: 2px "
                          "0'>%2</td></tr>")
        .arg(keys.toHtmlEscaped(), words.toHtmlEscaped());
}

QString heading(const QString& words) {
    return QStringLiteral("<tr><td colspan=2 style='padding: 10px 0 2px 0'>%1</td></tr>")
        .arg(words.toHtmlEscaped());
}

void addRows(const QMenu& menu, QString& rows) {
    for (const QAction* action : menu.actions()) {
        if (!action->shortcut().isEmpty()) {
            rows += row(action->shortcut().toString(QKeySequence::NativeText), action->toolTip());
        }
    }
}

} // namespace

HelpPage::HelpPage(QWidget* parent)
    : Page("helpPage", {}, parent)
    , m_text(new QLabel) {
    m_text->setObjectName("helpText");
    m_text->setAccessibleName(tr("Help"));
    m_text->setToolTip(tr("The words can be selected and copied"));
    m_text->setWordWrap(true);
    m_text->setMaximumWidth(kTextWidth);
    m_text->setTextInteractionFlags(Qt::TextBrowserInteraction | Qt::TextSelectableByKeyboard);
    m_text->setOpenExternalLinks(true);
    m_text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto* scroll = new QScrollArea;
    scroll->setObjectName("helpScroll");
    scroll->setAccessibleName(tr("Help"));
    scroll->setToolTip(tr("Scrolls with the arrow keys"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(m_text);
    body()->addWidget(scroll, 1);
}

void HelpPage::showText(const QString& title, const QString& html) {
    setTitle(title);
    m_text->setText(html);
    takeFocus();
}

void HelpPage::showShortcuts(const QMenuBar& menus) {
    QString rows;
    for (const QAction* action : menus.actions()) {
        rows += heading(action->text().remove('&'));
        addRows(*action->menu(), rows);
    }
    rows += heading(tr("In Explore"));
    rows += row(tr("Left, Right"), tr("Move a slider finely; with Shift coarsely. The wheel does the same"));
    rows += row(tr("Delete"), tr("Set a slider to zero; a double click does the same"));
    rows +=
        row(tr("Alt+Left, Alt+Right"), tr("Put a picture of the gallery or a stop of the path elsewhere"));
    rows += row(tr("Arrows, Enter"), tr("Move the point on the map; take the image that is nearest to it"));
    rows += row(tr("Arrows, Space, E"), tr("Move the brush on the canvas; draw or erase while held"));
    rows += heading(tr("In Train"));
    rows += row(tr("Left, Right, Enter"),
                tr("Go through the kept moments of the run; look at the model of that moment"));
    rows += heading(tr("In Compare"));
    rows += row(tr("Page up, Page down"), tr("Turn the page"));
    rows += heading(tr("Everywhere"));
    rows += row(tr("Tab, Shift+Tab"), tr("Go to the next control, or to the one before"));
    rows +=
        row(tr("Up, Down, Enter"), tr("Choose in a list, such as the commands that are found, and do it"));
    rows += row(tr("Alt and a letter"), tr("Open the menu whose letter is underlined"));
    rows += row(tr("Esc"), tr("Leave this page, dismiss a message"));
    showText(tr("Keyboard shortcuts"), "<table>" + rows + "</table>");
}

QString HelpPage::versions() {
    return QStringLiteral("%1 %2, Qt %3, QCustomPlot %4, %5, %6")
        .arg(QStringLiteral("Latentscape"), QApplication::applicationVersion(),
             QString::fromLatin1(qVersion()), QStringLiteral(QCUSTOMPLOT_VERSION_STR),
             QString::fromStdString(libraryVersions()), QSysInfo::prettyProductName());
}

void HelpPage::showAbout() {
    showText(tr("Latentscape %1").arg(QApplication::applicationVersion()),
             tr("<p>Train a generative model on images of your own and walk its latent space while it is "
                "still learning. Nothing is sent anywhere.</p>"
                "<p>Free software under the GNU General Public License, version 3 or later: use it, study "
                "it, share it, change it. It comes without any warranty.<br>"
                "<a href='https://www.gnu.org/licenses/gpl-3.0.html'>gnu.org/licenses/gpl-3.0</a></p>") +
                 "<p>" + tr("At work here:") + "<br>" + versions().toHtmlEscaped().replace(", ", "<br>") +
                 "</p>");
}

} // namespace latentscape
