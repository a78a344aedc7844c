#include "ui/DropOverlay.h"

#include "ui/Theme.h"

#include <QDropEvent>
#include <QFileInfo>
#include <QImage>
#include <QLineEdit>
#include <QMimeData>
#include <QPainter>
#include <QUrl>

namespace latentscape {

namespace {

// Not a file but the picture itself, as browsers hand over beside its address.
bool isPicture(const QMimeData& mime) {
    const auto urls = mime.urls();
    return mime.hasImage() && (urls.isEmpty() || !urls[0].isLocalFile());
}

} // namespace

DropOverlay::DropOverlay(QWidget* window)
    : QWidget(window) {
    setObjectName("dropOverlay");
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
    window->setAcceptDrops(true);
    window->installEventFilter(this);
    for (QLineEdit* field : window->findChildren<QLineEdit*>()) {
        field->setAcceptDrops(false); // a path is not dropped into a number
    }
}

bool DropOverlay::eventFilter(QObject*, QEvent* event) {
    switch (event->type()) {
    case QEvent::DragEnter: {
        auto* drag = static_cast<QDragEnterEvent*>(event);
        const QMimeData& mime = *drag->mimeData();
        const auto urls = mime.urls();
        if (isPicture(mime)) {
            m_words = tr("Drop to see what the model makes of it");
        } else if (urls.isEmpty()) {
            return false;
        } else {
            m_words = urls.size() == 1 ? tr("Drop to open %1").arg(urls[0].fileName())
                                       : tr("One folder or file at a time, please");
        }
        setGeometry(parentWidget()->rect());
        show();
        raise();
        drag->acceptProposedAction();
        return true;
    }
    case QEvent::DragLeave:
        hide();
        return true;
    case QEvent::Drop: {
        auto* drop = static_cast<QDropEvent*>(event);
        hide();
        drop->acceptProposedAction();
        take(*drop->mimeData());
        return true;
    }
    default:
        return false;
    }
}

void DropOverlay::take(const QMimeData& mime) {
    const auto urls = mime.urls();
    if (isPicture(mime)) {
        emit pictureDropped(mime.imageData().value<QImage>());
    } else if (urls.size() != 1) {
        emit refused(
            tr("%n things were dropped. Drop one folder with images, one IDX file or one checkpoint.", {},
               static_cast<int>(urls.size())));
    } else if (!urls[0].isLocalFile()) {
        emit refused(tr("%1 is not on this computer. Save it here first, then drop the file.")
                         .arg(urls[0].toDisplayString()));
    } else {
        emit dropped(urls[0].toLocalFile());
    }
}

void DropOverlay::paintEvent(QPaintEvent*) {
    const ThemeColors& colors = themeColors(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor veil = colors.window;
    veil.setAlphaF(0.85f);
    painter.fillRect(rect(), veil);
    painter.setPen(QPen(colors.accent, 2, Qt::DashLine));
    painter.drawRoundedRect(QRectF(rect()).adjusted(16, 16, -16, -16), 8, 8);
    QFont large = font();
    large.setPixelSize(20);
    large.setWeight(QFont::DemiBold);
    painter.setFont(large);
    painter.setPen(colors.text);
    painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, m_words);
}

} // namespace latentscape
