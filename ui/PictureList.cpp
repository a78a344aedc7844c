#include "ui/PictureList.h"

#include "ui/ImageStage.h"
#include "ui/Theme.h"

#include <QIcon>
#include <QKeyEvent>

#include <algorithm>

namespace latentscape {

namespace {

constexpr int kPicture = 64; // logical pixels at least, unless the picture is larger
constexpr int kCell = 84;
constexpr int kName = 20;
constexpr int kAround = 6;
constexpr int kSmallest = 28;

// By a whole factor, so that pixels stay what they are.
QPixmap toPixmap(const QImage& image, qreal ratio) {
    const int side = std::max({1, image.width(), image.height()});
    const int room = static_cast<int>(kPicture * ratio);
    const QSize size =
        side <= room ? image.size() * (room / side) : image.size().scaled(room, room, Qt::KeepAspectRatio);
    QPixmap pixmap = QPixmap::fromImage(image.scaled(
        size, Qt::KeepAspectRatio, side <= room ? Qt::FastTransformation : Qt::SmoothTransformation));
    pixmap.setDevicePixelRatio(ratio);
    return pixmap;
}

} // namespace

PictureList::PictureList(const char* objectName, const QString& accessibleName, QWidget* parent)
    : QListWidget(parent) {
    setObjectName(QLatin1String(objectName));
    setAccessibleName(accessibleName);
    setToolTip(accessibleName);
    setViewMode(QListView::IconMode);
    setMovement(QListView::Snap);
    setResizeMode(QListView::Adjust);
    setDragDropMode(QAbstractItemView::InternalMove);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::SelectedClicked);
    setIconSize({kPicture, kPicture});
    setGridSize({kCell, kPicture + kName + kAround});
    setTextElideMode(Qt::ElideRight);
    setUniformItemSizes(true);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    connect(this, &QListWidget::itemSelectionChanged, this, &PictureList::followSelection);
    connect(this, &QListWidget::itemDoubleClicked, this,
            [this](QListWidgetItem* item) { emit picked(row(item)); });
    connect(this, &QListWidget::itemChanged, this, &PictureList::edited);
    applyColours();
}

void PictureList::setPictures(const std::vector<KeptPicture>& pictures) {
    const QSignalBlocker blocker(this);
    clear();
    m_chosen.clear();
    for (const KeptPicture& picture : pictures) {
        add(picture);
    }
}

void PictureList::add(const KeptPicture& picture) {
    const QSignalBlocker blocker(this);
    const QPixmap pixmap = toPixmap(picture.image, devicePixelRatioF());
    QIcon icon(pixmap);
    icon.addPixmap(pixmap, QIcon::Selected); // in its own colours also there
    auto* item = new QListWidgetItem(icon, picture.name, this);
    item->setFlags(Qt::ItemIsSelectable | Qt::ItemIsEnabled | Qt::ItemIsEditable | Qt::ItemIsDragEnabled);
    item->setData(Qt::UserRole, QVariant::fromValue(picture));
    item->setToolTip(
        tr("%1\nmade with weights of step %2\nDouble-click or Enter: the point goes there. F2: another name. "
           "Drag, or Alt with an arrow key: another place")
            .arg(picture.name, locale().toString(static_cast<qlonglong>(picture.step))));
}

KeptPicture PictureList::picture(int row) const {
    auto picture = item(row)->data(Qt::UserRole).value<KeptPicture>();
    picture.name = item(row)->text();
    return picture;
}

std::vector<KeptPicture> PictureList::pictures() const {
    std::vector<KeptPicture> all;
    for (int i = 0; i < count(); ++i) {
        all.push_back(picture(i));
    }
    return all;
}

std::vector<int> PictureList::chosen() const {
    std::vector<int> rows;
    for (QListWidgetItem* item : m_chosen) {
        rows.push_back(row(item));
    }
    return rows;
}

void PictureList::followSelection() {
    const QList<QListWidgetItem*> selected = selectedItems();
    m_chosen.removeIf([&](QListWidgetItem* item) { return !selected.contains(item); });
    for (QListWidgetItem* item : selected) {
        if (!m_chosen.contains(item)) {
            m_chosen.append(item);
        }
    }
    emit chosenChanged();
}

void PictureList::removeChosen() {
    const QList<QListWidgetItem*> gone = std::exchange(m_chosen, {});
    if (gone.isEmpty()) {
        return;
    }
    {
        const QSignalBlocker blocker(this);
        qDeleteAll(gone);
    }
    emit chosenChanged();
    emit edited();
}

void PictureList::moveCurrent(int places) {
    const int from = currentRow();
    const int to = from + places;
    if (from < 0 || to < 0 || to >= count()) {
        return;
    }
    model()->moveRow({}, from, {}, places > 0 ? to + 1 : to); // it is put before that one
    scrollTo(currentIndex());
    emit edited();
}

void PictureList::keyPressEvent(QKeyEvent* event) {
    const bool editing = state() == QAbstractItemView::EditingState;
    if (!editing && event->key() == Qt::Key_Delete) {
        removeChosen();
    } else if (!editing && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) &&
               currentRow() >= 0) {
        emit picked(currentRow());
    } else if (!editing &&
               event->modifiers().testFlag(Qt::AltModifier) && // with Ctrl they go on without choosing
               (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)) {
        moveCurrent(event->key() == Qt::Key_Left ? -1 : 1);
    } else {
        QListWidget::keyPressEvent(event);
    }
}

void PictureList::dropEvent(QDropEvent* event) {
    QListWidget::dropEvent(event);
    emit edited();
}

void PictureList::changeEvent(QEvent* event) {
    QListWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        applyColours();
    }
}

// One row is whole at least.
void PictureList::resizeEvent(QResizeEvent* event) {
    const int side = std::clamp(viewport()->height() - kName - kAround, kSmallest, kPicture);
    if (iconSize().height() != side) {
        setIconSize({side, side});
        setGridSize({kCell, side + kName + kAround});
    }
    QListWidget::resizeEvent(event);
}

// The stage is dark in both themes.
void PictureList::applyColours() {
    const ThemeColors& colors = themeColors(parentWidget() ? parentWidget()->palette() : palette());
    const QString sheet =
        QStringLiteral(
            "QListWidget { background: %1; color: #e8e8e6; border: none; border-radius: 4px; padding: 4px;"
            " font-size: 12px; }"
            "QListWidget::item:selected { background: %2; color: %3; border-radius: 4px; }")
            .arg(colors.stage.name(), colors.accent.name(), colors.accentText.name());
    if (styleSheet() != sheet) {
        setStyleSheet(sheet);
    }
}

} // namespace latentscape
