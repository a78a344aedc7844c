#include "ui/DataHomeRow.h"

#include "net/DataDownload.h"
#include "ui/Card.h"
#include "ui/Figures.h"
#include "ui/SettingGroup.h"

#include <QElapsedTimer>
#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStyle>
#include <QUrl>

#include <cmath>
#include <memory>

namespace latentscape {

namespace {

constexpr int kInterval = 100; // ms between two looks at how far it is
constexpr int kButtonWidth = 84;
constexpr int kBarHeight = 6;

} // namespace

DataHomeRow::DataHomeRow(const DataHome& home, QWidget* parent)
    : QWidget(parent)
    , m_home(home)
    , m_note(makeNote())
    , m_bar(named(new QProgressBar, "", tr("Progress"), tr("How much of it has arrived")))
    , m_button(named(new QPushButton, "", {}, {})) {
    const QString name = QString::fromStdString(home.name);
    m_button->setObjectName("get-" + name);
    m_button->setFixedWidth(kButtonWidth);
    m_bar->setObjectName("progress-" + name);
    m_bar->setRange(0, 1000);
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(kBarHeight);
    m_note->setObjectName("note-" + name);
    m_note->setWordWrap(true);
    m_note->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(0, 1);
    grid->addWidget(new QLabel(QString::fromStdString(home.title)), 0, 0);
    grid->addWidget(m_note, 1, 0);
    grid->addWidget(m_bar, 2, 0);
    grid->addWidget(m_button, 0, 1, 2, 1, Qt::AlignTop);
    connect(m_button, &QPushButton::clicked, this, &DataHomeRow::press);
    connect(&m_task, &LatestTask::failed, this, [this](const QString& message) {
        showIdle(message, true);
        emit failed(QString::fromStdString(m_home.title), message);
    });
    refresh();
}

bool DataHomeRow::isThere() const {
    return isDataThere(m_home);
}

QString DataHomeRow::folder() const {
    return QString::fromStdString(dataFolder(m_home).string());
}

void DataHomeRow::refresh() {
    if (!m_task.isBusy()) {
        showIdle(QString::fromStdString(m_home.about));
    }
}

void DataHomeRow::showIdle(const QString& note, bool attention) {
    m_bar->hide();
    m_note->setProperty("role", attention ? "attention" : "note");
    m_note->style()->polish(m_note);
    m_note->setText(note);
    const QString title = QString::fromStdString(m_home.title);
    if (isThere()) {
        m_button->setText(tr("Use"));
        m_button->setAccessibleName(tr("Use %1").arg(title));
        m_button->setToolTip(tr("Learn from these images: %1").arg(folder()));
    } else {
        m_button->setText(tr("Get"));
        m_button->setAccessibleName(tr("Get %1").arg(title));
        m_button->setToolTip(
            tr("Fetches %1 from %2, checks it, and keeps it in %3")
                .arg(byteCount(m_home.bytes()), QUrl(QString::fromStdString(m_home.url)).host(), folder()));
    }
}

void DataHomeRow::press() {
    if (m_task.isBusy()) {
        cancel();
    } else if (isThere()) {
        emit chosen(folder());
    } else {
        fetch();
    }
}

void DataHomeRow::fetch() {
    m_button->setText(tr("Cancel"));
    m_button->setAccessibleName(tr("Cancel getting %1").arg(QString::fromStdString(m_home.title)));
    m_button->setToolTip(tr("Stop; what has arrived is kept for the next time"));
    m_note->setProperty("role", "note");
    m_note->style()->polish(m_note);
    m_note->setText(tr("Asking %1...").arg(QUrl(QString::fromStdString(m_home.url)).host()));
    m_bar->setValue(0);
    m_bar->show();
    m_share = 0;
    m_task.run([this](std::stop_token stop) {
        const auto progress = [this, stop, since = std::make_shared<QElapsedTimer>()](
                                  const std::filesystem::path&, double share) {
            if (!since->isValid() || since->hasExpired(kInterval) || share < 0) {
                since->start();
                m_task.tell(stop, [this, share] { showShare(share); });
            }
        };
        downloadData(m_home, {stop, progress});
        return [this] {
            showIdle(tr("It is there."));
            emit arrived(QString::fromStdString(m_home.title), folder());
        };
    });
}

void DataHomeRow::cancel() {
    m_task.cancel();
    showIdle(m_share > 0 ? tr("Cancelled; %1 % are kept, from where Get goes on.").arg(qRound(100 * m_share))
                         : tr("Cancelled."));
}

void DataHomeRow::showShare(double share) {
    if (share < 0) {
        m_note->setText(tr("Unpacking..."));
        m_bar->setRange(0, 0);
        return;
    }
    m_share = share;
    m_bar->setRange(0, 1000);
    m_bar->setValue(qRound(1000 * share));
    const auto bytes = static_cast<double>(m_home.bytes());
    m_note->setText(tr("%1 of %2").arg(byteCount(std::llround(share * bytes)), byteCount(m_home.bytes())));
}

} // namespace latentscape
