// The run that is kept while it goes on, so that a crash or a closed window costs nothing: one file in the
// user's data folder, always that of the last run, and beside it the run before. Owned by the window; UI
// thread, reads beside it.
#pragma once

#include <QObject>
#include <QThreadPool>

namespace latentscape {

class LastRun : public QObject {
    Q_OBJECT

public:
    static constexpr double kInterval = 15; // seconds between two savings

    explicit LastRun(QObject* parent = nullptr);
    ~LastRun() override;

    const QString& file() const { return m_file; }
    const QString& before() const { return m_before; }
    // For the moments that are kept of each run.
    const QString& momentsFolder() const { return m_momentsFolder; }
    bool isThere() const;
    bool isBeforeThere() const;
    void look(); // found() follows if there is one that can be opened

signals:
    void found(const QString& description, bool unfinished);

private:
    QString m_file;
    QString m_before;
    QString m_momentsFolder;
    QThreadPool m_pool;
};

} // namespace latentscape
