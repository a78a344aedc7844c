// Asks where to read or write, in a dialog of the desktop. Blocks until it is answered; empty when nothing
// was chosen. UI thread.
#pragma once

#include <QStringList>

class QWidget;

namespace latentscape {

QString askForImageFolder(QWidget* parent);
QString askForImageFile(QWidget* parent);
QStringList askForPictures(QWidget* parent); // any number of them
QString askForCheckpoint(QWidget* parent);
QString askForRunFolder(QWidget* parent);
QString askWhereToSaveCheckpoint(QWidget* parent); // with its suffix

} // namespace latentscape
