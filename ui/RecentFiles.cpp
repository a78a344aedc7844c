#include "ui/RecentFiles.h"

#include "ui/Settings.h"

#include <QDir>
#include <QFileInfo>
#include <QMenu>

namespace latentscape {

RecentFiles::RecentFiles(Settings* settings, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_paths(Settings::value(Settings::kRecentFiles).toStringList().mid(0, kMost)) {}

bool RecentFiles::isCheckpoint(const QString& path) {
    return path.endsWith(QLatin1String(".safetensors")) || path.endsWith(QLatin1String(".latentscape"));
}

void RecentFiles::setPaths(const QStringList& paths) {
    if (paths != m_paths) {
        m_paths = paths;
        m_settings->keep(Settings::kRecentFiles, m_paths);
    }
}

void RecentFiles::add(const QString& path) {
    const QString whole = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    QStringList paths = m_paths;
    paths.removeAll(whole);
    paths.prepend(whole);
    setPaths(paths.mid(0, kMost));
}

void RecentFiles::remove(const QString& path) {
    QStringList paths = m_paths;
    paths.removeAll(path);
    setPaths(paths);
}

void RecentFiles::fill(QMenu* menu) {
    menu->setToolTipsVisible(true);
    refill(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { refill(menu); });
}

void RecentFiles::refill(QMenu* menu) {
    menu->clear();
    addSection(menu, tr("Data"), false);
    addSection(menu, tr("Checkpoints"), true);
    if (menu->isEmpty()) {
        QAction* none = menu->addAction(tr("Nothing was opened yet"));
        none->setEnabled(false);
        return;
    }
    menu->addSeparator();
    QAction* clear = menu->addAction(tr("&Forget these"), this, [this] { setPaths({}); });
    clear->setObjectName("forgetRecent");
    clear->setToolTip(tr("Empty this list; the files stay"));
    clear->setStatusTip(clear->toolTip());
}

void RecentFiles::addSection(QMenu* menu, const QString& title, bool checkpoints) {
    bool first = true;
    for (const QString& path : m_paths) {
        if (isCheckpoint(path) != checkpoints) {
            continue;
        }
        if (std::exchange(first, false)) {
            menu->addSection(title);
        }
        const QFileInfo info(path);
        // Every checkpoint of the command line has the same name: its folder tells them apart.
        QString name = tr("%1 in %2").arg(info.fileName(), QFileInfo(info.path()).fileName());
        name.replace('&', "&&");
        QAction* action = menu->addAction(name, this, [this, path] { emit chosen(path); });
        action->setObjectName("recentFile");
        action->setToolTip(path);
        action->setStatusTip(path);
    }
}

} // namespace latentscape
