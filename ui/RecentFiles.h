// The data sets and checkpoints that were opened last, and the submenu that lists them. Owned by the window;
// UI thread.
#pragma once

#include <QObject>
#include <QStringList>

class QMenu;

namespace latentscape {

class Settings;

class RecentFiles : public QObject {
    Q_OBJECT

public:
    static constexpr int kMost = 12;

    // The settings must outlive it.
    explicit RecentFiles(Settings* settings, QObject* parent = nullptr);

    static bool isCheckpoint(const QString& path); // judged by its name alone

    const QStringList& paths() const { return m_paths; } // the newest first
    void add(const QString& path);
    void remove(const QString& path);
    void fill(QMenu* menu); // now and whenever it opens

signals:
    void chosen(const QString& path);

private:
    void refill(QMenu* menu);
    void addSection(QMenu* menu, const QString& title, bool checkpoints);
    void setPaths(const QStringList& paths);

    Settings* m_settings;
    QStringList m_paths;
};

} // namespace latentscape
